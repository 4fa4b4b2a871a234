# expect: harmless b'<function print>'


async def main():
    "use workflow"
    return b"%a" % print
