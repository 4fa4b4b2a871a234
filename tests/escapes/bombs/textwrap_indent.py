# expect: stopped
async def main():
    "use workflow"
    import textwrap
    return textwrap.indent('a\n' * 1_000_000, ' ' * 1_000_000)
