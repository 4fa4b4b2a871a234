# expect: harmless {'a': 1}
class D(dict):
    def items(self): return [(main, main)]
    def __iter__(self): raise SystemError
async def main():
    "use workflow"
    return D(a=1)
