"""What only newer Pythons have is refused on all, or has one meaning."""
import asyncio
import copy
import decimal
import itertools
import math
import random
import types
import uuid


def attempt(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


async def main():
    "use workflow"
    return [
        repr(one)
        for one in [
            attempt(lambda: math.fma(1, 2, 3)), attempt(lambda: math.sumprod([1], [2])), attempt(lambda: math.nextafter(1, 2, steps=2)), attempt(lambda: itertools.batched("abc", 2)), attempt(lambda: copy.replace(1)),
            attempt(lambda: random.binomialvariate(5)), attempt(lambda: uuid.uuid7()), attempt(lambda: list(map(len, ["a"], strict=True))), attempt(lambda: list(zip([1], [], strict=True))), attempt(lambda: random.Random().seed()),
            attempt(lambda: asyncio.QueueShutDown), attempt(lambda: asyncio.TaskGroup()), attempt(lambda: types.get_original_bases(int)), attempt(lambda: "a".replace("a", "b", 1)), attempt(lambda: sum([1], start=2)), attempt(lambda: hash(slice(1))),
            attempt(lambda: decimal.Decimal.from_number(1)), attempt(lambda: float.from_number(1)), attempt(lambda: complex.from_number(1)), attempt(lambda: (5).is_integer()), attempt(lambda: bytearray(3).resize(1)), attempt(lambda: 1j * math.inf), attempt(lambda: complex(-0.0, 1) * 2.0), attempt(lambda: 2.0 - complex(1, -0.0)),
        ]
    ]
