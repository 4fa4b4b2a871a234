import math


async def main():
    "use workflow"
    x = 1234567.891
    return (f"{x:,.2f}", f"{x:e}", f"{0.1 + 0.2}", round(2.5), round(-1.555, 2), x // 1, x % 10, float("inf") > x, math.isclose(0.1 + 0.2, 0.3),
            repr(1e22), (0.5).as_integer_ratio(), f"{0.256:.1%}", math.floor(-1.5), math.hypot(3, 4), float.fromhex("0x1p-2"))
