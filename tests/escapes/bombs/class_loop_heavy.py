# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000
    class B:
        for i in range(60_000): a.isidentifier()
