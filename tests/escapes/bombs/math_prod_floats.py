# expect: stopped
import math
async def main():
    "use workflow"
    xs = [1.0] * 1_000_000
    while True: math.prod(xs); math.fsum(xs)
