# expect: stopped
async def main():
    "use workflow"
    x = y = 1
    for _ in range(60): x, y = slice(x, x), slice(y, y)
    return x == y
