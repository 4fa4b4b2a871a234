# expect: stopped
async def main():
    "use workflow"
    x = iter([1])
    for _ in range(200000): x = map(abs, x)
    return list(x)
