"""What programs of the grammar may name, and how they begin."""

from __future__ import annotations

from typing import Final

IMPORTS: Final = """
import asyncio
import base64
import bisect
import calendar
import collections
import contextlib
import copy
import dataclasses
import datetime
import decimal
import difflib
import enum
import fractions
import functools
import graphlib
import hashlib
import heapq
import html
import itertools
import json
import logging
import math
import operator
import random
import re
import statistics
import string
import struct
import textwrap
import time
import trio
import unicodedata
import urllib.parse
import uuid
import zlib
import zoneinfo
from collections import Counter
from collections import OrderedDict
from collections import defaultdict
from collections import deque
from collections import namedtuple
from dataclasses import dataclass
from dataclasses import field
from decimal import Decimal
from fractions import Fraction
from vm import FatalError
from vm import TaskGroup
from vm import create_task
from vm import gather
from vm import now
from vm import race
from vm import timeout
from vm import uuid4
"""

DEFINITIONS: Final = """
def double(x):
    "use step"
    return {"value": x, "twice": [x, x]}


def letters(x):
    "use step"
    return {chr(97 + (x * 7 + n) % 26) for n in range(5)}


def keep(x):
    "use step"
    return [x, x]


def refuse(x):
    "use step"
    if x % 3 == 0:
        raise FatalError(f"never {x}")
    raise ValueError(f"no {x}")


def stamp(x):
    "use step"
    zone = zoneinfo.ZoneInfo("Europe/Berlin" if x % 2 else "Asia/Tokyo")
    return datetime.datetime(2024, 3, 30 + x % 2, 12, x, tzinfo=zone), datetime.timedelta(hours=x), b"%d" % x


class Colour(enum.Enum):
    RED = 1
    GREEN = "g"
    BLUE = (3, 4)


class Access(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()


@dataclass(order=True)
class Order:
    total: int
    name: str = "n"
    lines: list = field(default_factory=list)

    def __post_init__(self):
        self.lines = [self.total, *self.lines]

    @property
    def size(self):
        return len(self.lines)

    def __add__(self, other):
        return dataclasses.replace(self, total=self.total + other)


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int = 0


class Base:
    made = 0

    def __init__(self, value):
        type(self).made += 1
        self.value = value

    def __repr__(self):
        return f"{type(self).__name__}({self.value!r})"

    def __eq__(self, other):
        return isinstance(other, Base) and self.value == other.value

    def __hash__(self):
        return hash(("Base", self.value))


class Derived(Base):
    def __init__(self, value, *more, **named):
        super().__init__(value)
        self.more = more
        self._named = named

    def __len__(self):
        return len(self.more)

    def __getitem__(self, at):
        return self.more[at]

    def __contains__(self, item):
        return item in self._named


class Plain:
    pass


class Failed(Exception):
    def __init__(self, code, text="t"):
        super().__init__(code, text)
        self.code = code


Pair = namedtuple("Pair", "left right", defaults=[None])


@contextlib.contextmanager
def noting(seen, text):
    seen.append(f"enter {text}")
    try:
        yield text
    except KeyError as error:
        seen.append(f"swallow {error}")
    finally:
        seen.append(f"leave {text}")


class Managed:
    def __init__(self, seen):
        self.seen = seen

    async def __aenter__(self):
        await sleep(1)
        return self

    async def __aexit__(self, kind, error, trace):
        self.seen.append(f"aexit {kind and kind.__name__} {error}")
        return isinstance(error, LookupError)


def walk(tree, depth=0):
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield depth, key
            yield from walk(value, depth + 1)
    elif isinstance(tree, (list, tuple, set)):
        for value in tree:
            yield from walk(value, depth + 1)
    else:
        yield depth, tree


async def pause(x):
    await sleep(x)
    return x


async def ticking(count, every=1):
    for tick in range(count):
        await sleep(every)
        yield tick


async def attempt(call):
    try:
        return await call
    except Exception as error:
        return f"{type(error).__name__}: {error}"


async def worker(queue, seen):
    while True:
        item = await queue.get()
        if item is None:
            return
        seen.append(await attempt(double(item)))
        queue.task_done()
"""
"""What programs may name. Each gets what it needs of it."""

MAIN: Final = """
async def main():
    "use workflow"
    seen, n, x, word, items, table, chosen = [], 3, 0.5, "pear", [3, 1, 2], {"fig": 2, "kiwi": 5}, {"lime", "fig"}
"""
