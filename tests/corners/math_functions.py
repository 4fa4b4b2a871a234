"""The last digits of elementary functions are the C library's, and a NaN's sign is the processor's."""
import cmath
import math
import random

NAMES = "acosh asinh atan cbrt cos cosh erf erfc exp exp2 expm1 gamma lgamma log log10 log1p log2 sin sinh sqrt tan tanh"
COMPLEX = "acos acosh asin asinh atan atanh cos cosh exp log log10 phase polar sin sinh sqrt tan tanh"


async def main():
    "use workflow"
    xs = [1.0 + random.random() * 20 for _ in range(12)]
    zs = [complex(random.gauss(0, 2), random.gauss(0, 2)) for _ in range(4)]
    found = [[getattr(math, name)(x) for x in xs] for name in NAMES.split()]
    found += [[getattr(cmath, name)(z) for z in zs] for name in COMPLEX.split()]
    found += [[x ** y for x in xs for y in (0.5, -1.7, 3, -2, 1 / 3)], [abs(z) for z in zs], [z ** 0.3 for z in zs], [(-x) ** 0.1 for x in xs]]
    found += [[math.atan2(x, -y) for x, y in zip(xs, xs[1:])], [math.pow(x, y) for x, y in zip(xs, xs[1:])], [math.hypot(x, 3.3) for x in xs], [math.dist((x, 1), (2, x)) for x in xs]]
    found += [[10 ** -n for n in range(30)], [7 ** -2, 2.0 ** 0.5, pow(3.3, 0.7), pow(2, -3)], [math.fsum(xs), math.prod(xs), math.fmod(xs[0], 0.3), math.remainder(xs[0], 0.3)]]
    nan = math.inf - math.inf
    found += [[f"{nan:+.1f}", repr(nan), repr(-nan), math.copysign(1, nan), math.copysign(1, -nan), math.copysign(nan, -1)]]
    return [repr(one) for one in found]
