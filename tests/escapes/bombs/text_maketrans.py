# expect: stopped
async def main():
    "use workflow"
    return len(("a" * 100_000).translate(str.maketrans("a", "b" * 3)) .translate({98: "x" * 100_000}))
