# expect: refused refused-method
class C:
    def __getattribute__(self, name): return 1


async def main():
    "use workflow"
    return C()
