class Money:
    def __init__(self, cents): self.cents = cents
    def __add__(self, o): return Money(self.cents + (o.cents if isinstance(o, Money) else o))
    __radd__ = __add__
    def __mul__(self, n): return Money(self.cents * n)
    __rmul__ = __mul__
    def __neg__(self): return Money(-self.cents)
    def __abs__(self): return Money(abs(self.cents))
    def __eq__(self, o): return self.cents == o.cents
    def __lt__(self, o): return self.cents < o.cents
    def __hash__(self): return hash(self.cents)
    def __int__(self): return self.cents
    def __index__(self): return self.cents
    def __bool__(self): return self.cents != 0
    def __format__(self, spec): return f"{self.cents / 100:{spec or '.2f'}}"
    def __repr__(self): return f"Money({self.cents})"
    def __divmod__(self, n): return divmod(self.cents, n)
    def __round__(self, n=0): return round(self.cents, -2)


async def main():
    "use workflow"
    m = Money(250)
    total = sum([m, m])
    total += Money(1)
    return total, 3 * m, -m, abs(-m), f"{m} {m:.1f}", int(m), [0, 1, 2][Money(1)], bool(Money(0)), max(m, total), divmod(m, 100), round(m), {m: 1}[Money(250)]
