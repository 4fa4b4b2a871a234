# expect: harmless True
LETTERS = "zyxwvutsrqponmlkjihgfedcba"
def list(x): return x


async def main():
    "use workflow"
    return [*(list(dict.fromkeys(LETTERS).keys()) | {"A"})] == [*LETTERS, "A"]
