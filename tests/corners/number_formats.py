"""`n` asks the locale for its separators; digits of long integers have a limit that an operator can move."""
from decimal import Decimal
from fractions import Fraction


def attempt(function, *given):
    try:
        return function(*given)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


async def main():
    "use workflow"
    found = []
    for value in (1234567, -1234567.891, 0.1, 1e22, Decimal("1234567.891"), 10**30, True):
        for spec in ("n", ",", "_", "+,.2f", ">20", "x", "e", "g", "%", ".3", "z.1f", "010"):
            found.append(attempt(format, value, spec))
    found += [attempt("{:n}".format, 1234567), attempt("{:n}".format, 1234.5), attempt(lambda: "%d %i" % (1234567, 2))]
    found += [len(str(10**1000)), len(str(10**4299)), attempt(str, 10**4300), attempt(int, "9" * 4300) == 10**4300 - 1, attempt(int, "9" * 4301), len(f"{10**2000}"), len(repr([10**900])), int("1" * 1000) % 97, attempt(lambda: len("%d" % 10**3000)), len(format(10**2000, ",")), hex(10**5000)[:9]]
    found += [attempt(format, Fraction(1, 3), spec) for spec in ("", ".3f", "_", "+", ">9", "d", "n", "z")]
    found += [attempt(round, Fraction(7, 2)), attempt(int, Fraction(7, 2)), attempt(Fraction, 1.5), attempt(Fraction, "1/-3"), attempt(Fraction, " 1_0/3 "), attempt(Fraction, "1 /3"), attempt(Fraction, Decimal("0.1")), attempt(lambda: Fraction(3).is_integer())]
    return [repr(one) for one in found]
