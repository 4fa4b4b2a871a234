# expect: stopped
async def main():
    "use workflow"
    import math
    n = 3 ** 1_000_000
    while True: math.isqrt(n)
