class C:
    def __enter__(self): return 1
    def __exit__(self, *a): return False


async def main():
    "use workflow"
    with C() as a, C() as b: pass
    return a + b
