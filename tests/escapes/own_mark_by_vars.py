# expect: harmless []
class C: pass


async def main():
    "use workflow"
    return list(vars(C).keys() - {"a"})
