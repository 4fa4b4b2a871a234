# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000
    for _ in range(60_000): a.isidentifier()
