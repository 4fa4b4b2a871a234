# expect: stopped
async def main():
    "use workflow"
    x = 1
    for _ in range(60): x = slice(x, x)
    return {x: 1} if False else repr(x)
