# expect: refused refused-attribute
async def main():
    "use workflow"
    class F:
        def write(self, t): return t
    print("x", file=F())
    return print.__self__
