# expect: refused refused-attribute
class D:
    def __set_name__(self, owner, name): owner.__bases__ = (dict,)
class A:
    d = D()
async def main():
    "use workflow"
    return A.__bases__
