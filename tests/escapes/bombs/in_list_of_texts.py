# expect: stopped
async def main():
    "use workflow"
    a, b = "a" * 5_000_000, "a" * 4_999_999 + "b"
    xs = [a] * 20_000
    return b in xs
