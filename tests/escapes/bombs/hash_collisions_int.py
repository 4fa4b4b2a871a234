# expect: stopped
async def main():
    "use workflow"
    m = 2**61 - 1
    return len({i * m for i in range(30_000)})
