# expect: refused refused-method
class A:
    def __await__(self):
        yield "raw"
async def main():
    "use workflow"
    return await A()
