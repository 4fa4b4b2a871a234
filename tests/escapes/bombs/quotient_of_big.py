# expect: stopped
async def main():
    "use workflow"
    n, m = 3 ** 1_200_000, 7 ** 300_000
    while True: n // m
