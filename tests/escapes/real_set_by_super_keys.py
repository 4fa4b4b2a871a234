# expect: harmless True
class D(dict):
    def ks(self): return super().keys()


async def main():
    "use workflow"
    return type(D(a=1, b=2).ks() | {"z"}) is set
