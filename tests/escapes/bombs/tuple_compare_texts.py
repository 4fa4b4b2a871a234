# expect: stopped
async def main():
    "use workflow"
    xs = ["a" * 5_000_000 for _ in range(1)] * 20_000
    ys = ["a" * 4_999_999 + "a"] * 20_000
    return xs < ys, (*xs,) == (*ys,)
