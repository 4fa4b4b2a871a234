# expect: stopped
async def main():
    "use workflow"
    t = ["a"] * 100_000
    for _ in range(60_000): "".join(t)
