# expect: refused refused-attribute
class C:
    def m(self): return super().__getattribute__("__class__")


async def main():
    "use workflow"
    return C().m()
