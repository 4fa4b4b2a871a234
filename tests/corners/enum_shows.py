"""How enumerations show themselves changed in 3.12 and 3.13; from 3.12 on values are `in` them."""
import enum


class Colour(enum.Enum):
    RED = 1
    GREEN = "g"


class Size(enum.IntEnum):
    SMALL = 1
    LARGE = 2


class Name(enum.StrEnum):
    ADA = enum.auto()


class Access(enum.Flag):
    READ = 1
    WRITE = 2
    BOTH = 3


class Mode(enum.IntFlag):
    A = 1
    B = 4


class Mixed(str, enum.Enum):
    X = "x"


def attempt(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


async def main():
    "use workflow"
    found = []
    for member in (Colour.RED, Size.SMALL, Name.ADA, Access.READ, Access.BOTH, Access(0), Mode.A, Mode.A | Mode.B, Mode(8), Mode(0), Mixed.X, ~Access.READ, ~Mode.A):
        found += [repr(member), str(member), f"{member}", f"{member!r:>30}", member.name, member.value, "%s" % member]
    for kind in (Colour, Size, Access, Mode, Mixed):
        found += [repr(kind), [repr(one) for one in kind], list(kind.__members__), len(kind), attempt(lambda: 1 in kind), attempt(lambda: "zzz" in kind), attempt(lambda: kind(99)), attempt(lambda: kind["NO"]), attempt(lambda: kind.NO), attempt(lambda: [] in kind)]
    found += [attempt(lambda: [*Access.BOTH]), attempt(lambda: Access.READ in Access.BOTH), attempt(lambda: len(Access.BOTH)), attempt(lambda: Access.READ | 8), attempt(lambda: Access(8)), attempt(lambda: Colour(1, 2)), attempt(lambda: enum.Enum("Made", "A B")), attempt(lambda: list(enum.Enum("Made", {"A": 1, "B": 2}))), attempt(lambda: Size.SMALL + 1), attempt(lambda: Colour.RED < Colour.GREEN), attempt(lambda: sorted([Size.LARGE, Size.SMALL])), attempt(lambda: Colour.RED.GREEN), attempt(lambda: Access.READ.WRITE)]
    return [repr(one) for one in found]
