# expect: stopped
async def main():
    "use workflow"
    return [[0] * 1000 for _ in range(3_000_000)]
