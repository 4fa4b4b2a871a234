# expect: refused refused-name
class C:
    import json as __match_args__


async def main():
    "use workflow"
    return C
