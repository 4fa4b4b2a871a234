# expect: stopped
import math
async def main():
    "use workflow"
    x = 2**199_000
    while True: math.isqrt(x)
