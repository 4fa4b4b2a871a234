# expect: refused refused-method
class A:
    def __await__(self):
        yield
async def main():
    "use workflow"
    return await A()
