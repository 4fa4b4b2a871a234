# expect: refused refused-method
class C:
    def __del__(self): pass


async def main():
    "use workflow"
    return C()
