# expect: stopped
async def main():
    "use workflow"
    import math
    n, m = 3 ** 400_000, 7 ** 300_000
    while True: math.gcd(n, m)
