# expect: refused refused-method
class A:
    def __await__(self):
        try: yield self
        finally: yield self
async def main():
    "use workflow"
    await A()
