# expect: refused refused-name
class C:
    __del__ = lambda self: None


async def main():
    "use workflow"
    return C()
