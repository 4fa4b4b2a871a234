# expect: stopped
async def main():
    "use workflow"
    return len(sum([(0,) * 100] * 50_000, ()))
