# expect: stopped
async def main():
    "use workflow"
    a = "1" * 5_000_000
    return len(list(map(float, (a,) * 60_000)))
