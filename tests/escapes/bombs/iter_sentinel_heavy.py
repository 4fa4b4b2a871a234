# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000
    return len(list(iter(a.isidentifier, False)))
