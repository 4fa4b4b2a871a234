# expect: stopped
async def main():
    "use workflow"
    x = int
    for _ in range(60): x = x | list[x]
    return isinstance("a", x)
