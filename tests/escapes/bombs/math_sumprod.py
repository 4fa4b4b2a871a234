# expect: stopped
import math
async def main():
    "use workflow"
    xs = [10**1000] * 1_000_000
    return math.prod(xs)
