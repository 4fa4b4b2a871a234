# expect: refused refused-name
class C:
    __match_args__ = ("gi_" "frame",)


async def main():
    "use workflow"
    return C
