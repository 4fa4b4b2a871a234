# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000
    f = lambda: [a.isidentifier() for i in range(60_000)]
    f()
