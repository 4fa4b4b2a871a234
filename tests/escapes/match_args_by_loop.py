# expect: refused refused-name
class C:
    for __match_args__ in [("gi_frame",)]: pass


async def main():
    "use workflow"
    return C
