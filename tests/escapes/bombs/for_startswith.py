# expect: stopped
async def main():
    "use workflow"
    t = ("b",) * 1_000_000
    for _ in range(60_000): "a".startswith(t)
