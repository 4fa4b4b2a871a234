# expect: stopped
async def main():
    "use workflow"
    m = 2**61 - 1
    d = {}
    d.update((i * m, 1) for i in range(30_000))
    return len(d)
