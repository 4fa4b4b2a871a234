# expect: stopped
async def main():
    "use workflow"
    x = int
    for _ in range(100_000): x = list[x]
    return hash(x) and 1
