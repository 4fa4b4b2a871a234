# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000
    return len(sorted((a,) * 60_000, key=str.isidentifier))
