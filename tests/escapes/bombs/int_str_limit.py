# expect: stopped
async def main():
    "use workflow"
    return len(str(10**100_000))
