# expect: stopped
import math
async def main():
    "use workflow"
    x = 2**199_000
    for _ in range(60_000): math.isqrt(x)
