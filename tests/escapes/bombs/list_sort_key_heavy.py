# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000
    xs = [a] * 60_000
    xs.sort(key=str.isidentifier)
