# expect: stopped
async def main():
    "use workflow"
    x = y = int
    for _ in range(60): x, y = list[x, x], list[y, y]
    return x == y
