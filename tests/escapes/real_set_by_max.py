# expect: harmless True
LETTERS = "zyxwvutsrqponmlkjihgfedcba"


async def main():
    "use workflow"
    view = max(dict.fromkeys(LETTERS).keys(), dict.fromkeys(LETTERS).keys())
    return list(view | {"A"}) == [*LETTERS, "A"]
