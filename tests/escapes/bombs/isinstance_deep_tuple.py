# expect: stopped
async def main():
    "use workflow"
    t = (int,)
    for _ in range(100_000): t = (t, int)
    return isinstance("x", t)
