# expect: refused refused-name
class C:
    __match_args__ = (f"gi_frame",)


async def main():
    "use workflow"
    return C
