# expect: harmless '<function main.<locals>.<lambda>>'


async def main():
    "use workflow"
    s = str
    return s(lambda: 0)
