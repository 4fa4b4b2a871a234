"""Generated methods of data classes, and their errors."""
import dataclasses
from dataclasses import KW_ONLY, dataclass, field
from typing import ClassVar


@dataclass(order=True)
class Order:
    number: int
    name: str = "n"
    lines: list = field(default_factory=list, compare=False)
    kind: ClassVar[str] = "k"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point."""
    x: int
    y: int = field(default=0, repr=False)


@dataclass(unsafe_hash=True)
class Late:
    a: int
    _: KW_ONLY
    b: int = 2
    c: int = field(init=False, default=3)


@dataclass
class Plain:
    x: "int"


def attempt(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


async def main():
    "use workflow"
    found = [Order(1), Point(x=1), Late(1), Order(1) == Order(1, lines=[2]), Order(1) < Order(2), Point(x=1) == Point(x=1), hash(Point(x=1)) == hash(Point(x=1)), Order.__doc__, Point.__doc__, Late.__doc__, Plain.__doc__, Order.__match_args__, Point.__match_args__, Late.__match_args__]
    found += [dataclasses.asdict(Order(1, lines=[Point(x=2)])), dataclasses.astuple(Order(1)), dataclasses.replace(Late(1), b=5), [one.name for one in dataclasses.fields(Late)], dataclasses.is_dataclass(Late), dataclasses.fields(Order)[1].default]
    found += [attempt(lambda: Order()), attempt(lambda: Point(1)), attempt(lambda: Late(1, 2)), attempt(lambda: setattr(Point(x=1), "x", 2)), attempt(lambda: dataclasses.replace(Late(1), c=5)), attempt(lambda: dataclasses.replace(Late(1), d=5)), attempt(lambda: Order(1) < 1), attempt(lambda: Point(x=1).z), attempt(lambda: dataclasses.fields(1)), attempt(lambda: delattr(Point(x=1), "x"))]
    loop = Order(1)
    loop.lines.append(loop)
    return [repr(one) for one in [*found, loop]]
