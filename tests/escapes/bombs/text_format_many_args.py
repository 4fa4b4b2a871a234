# expect: stopped
async def main():
    "use workflow"
    return len(("{0}" * 10_000).format("x" * 100_000))
