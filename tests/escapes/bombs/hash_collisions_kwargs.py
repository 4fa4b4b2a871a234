# expect: stopped
async def main():
    "use workflow"
    return len(dict(zip([i * (2**61 - 1) for i in range(30_000)], range(30_000))))
