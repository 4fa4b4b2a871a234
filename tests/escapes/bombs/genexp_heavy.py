# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000
    return any(a.isidentifier() and False for i in range(60_000))
