# expect: stopped
async def main():
    "use workflow"
    x = ()
    for _ in range(500_000): x = (x,)
    return set([x])
