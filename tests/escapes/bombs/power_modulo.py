# expect: stopped
async def main():
    "use workflow"
    n = 3 ** 100_000
    return pow(7, n, n + 1)
