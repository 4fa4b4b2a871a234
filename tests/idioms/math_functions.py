import math


async def main():
    "use workflow"
    return (math.gcd(12, 18), math.lcm(4, 6), math.isqrt(17), math.comb(5, 2), math.perm(5, 2), math.factorial(6), math.ceil(1.2), math.trunc(-1.7),
            math.copysign(1, -0.0), math.fsum([0.1] * 10), math.prod([2, 3]), math.log2(8), math.degrees(math.pi), math.inf > 1, math.isnan(math.nan))
