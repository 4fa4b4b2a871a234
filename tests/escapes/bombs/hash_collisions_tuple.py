# expect: stopped
async def main():
    "use workflow"
    m = 2**61 - 1
    return len({(i * m,): 1 for i in range(20_000)})
