# expect: refused refused-attribute
class C:
    def m(self): return super().__reduce_ex__(2)


async def main():
    "use workflow"
    return C().m()
