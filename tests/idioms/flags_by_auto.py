import copy
import dataclasses
import enum
import re


class Right(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()
    RUN = enum.auto()
    SHARE = enum.auto()


class Mode(enum.IntFlag):
    A = enum.auto()
    B = enum.auto()
    C = enum.auto()


@dataclasses.dataclass
class Order:
    total: int


def attempt(function, *given, **named):
    try:
        return function(*given, **named)
    except (TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


async def main():
    "use workflow"
    made = enum.Flag("Made", "R W X")
    found = [right.value for right in Right] + [mode.value for mode in Mode] + [one.value for one in made]
    found += [str(Right.READ | Right.RUN), Right.READ in Right.READ | Right.RUN, bool(Right(0)), Mode(9).value]
    found += [(Right.SHARE | Right.READ).value, (~Right.READ).value, attempt(Right, 16).splitlines()[0], len(Right.READ | Right.RUN)]
    found += [attempt(dataclasses.asdict, Order), attempt(dataclasses.astuple, 1), attempt(dataclasses.replace, 1)]
    found += [attempt(re.compile, re.compile("a"), re.IGNORECASE)]
    fixed = frozenset([1, 2])
    found += [copy.copy(fixed) is fixed, copy.deepcopy(fixed) == fixed]
    return found
