# expect: refused refused-attribute
class C:
    def m(self): return super().__hash__()


async def main():
    "use workflow"
    return C().m()
