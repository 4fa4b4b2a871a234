# expect: stopped
async def main():
    "use workflow"
    t = "1" * 5_000_000
    for _ in range(60_000): float(t)
