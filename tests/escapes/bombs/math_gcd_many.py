# expect: stopped
import math
async def main():
    "use workflow"
    return math.gcd(*[2**190_000 - i for i in range(200)])
