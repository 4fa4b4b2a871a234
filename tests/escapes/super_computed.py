# expect: stopped AccessRefused
class C:
    def m(self): return getattr(super(), "__getattribute__")


async def main():
    "use workflow"
    return C().m()
