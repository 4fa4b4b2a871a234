# expect: stopped
async def main():
    "use workflow"
    x = int
    for i in range(20_000): x = list[x] | None
    return repr(x)[:10]
