# expect: refused refused-attribute
class A: pass
class B: pass
async def main():
    "use workflow"
    a = A()
    a.__class__ = B
