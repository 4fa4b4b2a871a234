# expect: stopped
async def main():
    "use workflow"
    x, y = (), ()
    for _ in range(500_000): x, y = (x,), (y,)
    return sorted([x, y])
