x = "outer"


async def main():
    "use workflow"
    squares = {n: n * n for n in range(4) if n % 2}
    pairs = [(a, b) for a in range(3) for b in range(a)]
    flat = [c for word in ("ab", "cd") for c in word]
    return x, squares, pairs, flat, {v: k for k, v in squares.items()}, sorted({c for c in "hello"})
