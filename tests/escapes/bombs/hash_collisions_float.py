# expect: stopped
async def main():
    "use workflow"
    return len({float(2**61 - 1) * 2**i for i in range(900)} | {i * (2**61 - 1) for i in range(20_000)})
