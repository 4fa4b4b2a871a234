from decimal import Decimal, getcontext
from types import SimpleNamespace


async def main():
    "use workflow"
    n = SimpleNamespace(a=1)
    n.a += 1
    setattr(n, "b", 3)
    getcontext().prec = 4
    return n.a, n.b, str(Decimal(1) / Decimal(3))
