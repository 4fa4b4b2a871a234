# expect: refused refused-method
class C:
    def __setattr__(self, name, value): pass


async def main():
    "use workflow"
    return C()
