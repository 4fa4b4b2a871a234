# expect: harmless '<function main.<locals>.<lambda>>'
# hole: `s = str` is the real one: default texts show addresses


async def main():
    "use workflow"
    s = str
    return s(lambda: 0)
