# expect: stopped
async def main():
    "use workflow"
    def wrap(g): yield from g
    x = iter([1])
    for _ in range(100000): x = wrap(x)
    return list(x)
