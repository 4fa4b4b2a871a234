# expect: stopped
A = "a" * 5_000_000
async def main():
    "use workflow"
    class B:
        xs = [A.isidentifier() for i in range(60_000)]
