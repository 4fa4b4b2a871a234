# expect: refused refused-attribute
class C:
    a: int


async def main():
    "use workflow"
    return C.__annotations__
