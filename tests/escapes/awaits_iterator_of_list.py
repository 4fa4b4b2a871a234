# expect: refused refused-method
class A:
    def __await__(self): return iter([1, 2])
async def main():
    "use workflow"
    return await A()
