# expect: stopped
async def main():
    "use workflow"
    n = 3 ** 100_000
    m = 7 ** 100_000
    while True: pow(n, -1, m)
