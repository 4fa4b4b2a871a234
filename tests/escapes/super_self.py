# expect: refused refused-attribute
class C:
    def m(self): return super().__self__


async def main():
    "use workflow"
    return C().m()
