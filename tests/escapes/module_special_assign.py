# expect: refused refused-name
__name__ = "other"


async def main():
    "use workflow"
    return 1
