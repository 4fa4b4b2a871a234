# expect: stopped
async def main():
    "use workflow"
    return len(sum([[0] * 10_000] * 10_000, []))
