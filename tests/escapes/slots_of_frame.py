# expect: refused refused-name
class C:
    __slots__ = ("gi_frame",)


async def main():
    "use workflow"
    return C
