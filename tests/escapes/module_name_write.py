# expect: refused refused-name
__name__ = "builtins"
async def main():
    "use workflow"
    class A: pass
    return A.__module__
