# expect: stopped
async def main():
    "use workflow"
    return [x for x in range(10_000_000) if x < 0 if x > 1]
