# expect: stopped
async def main():
    "use workflow"
    x = int
    for _ in range(60): x = list[x, x]
    return hash(x)
