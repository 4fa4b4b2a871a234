# expect: refused refused-method
class C:
    def __sandbox__(self): pass


async def main():
    "use workflow"
    return C()
