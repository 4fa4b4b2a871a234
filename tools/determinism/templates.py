# ruff: noqa: E501 - a template stays a line
"""The tables of the grammar: what programs may name, and what they are made of."""

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

_COMMON: Final = ("<int>", "<float>", "<text>", "<ints>", "<table>", "<set>", "<flag>", "<value>", "<value>", "<value>")

EXPRESSIONS: Final[dict[str, tuple[str, ...]]] = {
    "any": _COMMON,
    "int": (
        "n",
        "<digit>",
        "<digit>",
        "len(word)",
        "len(items)",
        "len(seen) % 5",
        "(<int> + <int>)",
        "(<int> * <digit>)",
        "(<int> - <int>)",
        "-<int>",
        "(<int> // (<int> or 1))",
        "(<int> % (<int> or 7))",
        "(<int> ^ <int>)",
        "(<int> & 255)",
        "abs(<int>)",
        "sum(<ints>)",
        "max(<ints>, default=0)",
        "min([*<ints>, 4])",
        "len(<set>)",
        "len(<table>)",
        "sum(<table>.values())",
        "int(<flag>)",
        "round(<float>)",
        "random.randint(0, 99)",
        "random.randrange(1, 50, 3)",
        "divmod(<int>, 7)[1]",
        "pow(<digit>, 3, 11)",
        "math.gcd(<int>, 12)",
        "math.comb(9, <digit>)",
        "math.isqrt(<digit>)",
        "hash(<text>) % 1000",
        "id(seen)",
        "table.get(<text>, 0)",
        "<text>.count('a')",
        "bisect.bisect(sorted(<ints>), <int>)",
        "functools.reduce(operator.add, <ints>, 1)",
        "int(Decimal(<digit>) ** 2)",
        "zlib.crc32(<text>.encode())",
        "(<int> if <flag> else <int>)",
        "(1_700_000_000 + <digit>).bit_count()",
        "sum(1 for _ in walk(table))",
        "operator.xor(<int>, 3)",
        "calendar.monthrange(2024, 2)[1]",
        "int.from_bytes(<text>.encode()[:3], 'big')",
    ),
    "float": (
        "x",
        "0.1",
        "1e300",
        "2.5",
        "(<float> + 0.1)",
        "(<float> * <digit>)",
        "(<int> / (<digit> or 3))",
        "sum([0.1] * <digit>)",
        "random.random()",
        "round(<float>, 2)",
        "math.sqrt(abs(<int>))",
        "math.fsum([<float>, 0.2])",
        "statistics.fmean([<float>, 1, 2])",
        "float(Fraction(<digit>, 7))",
        "random.uniform(1, 2)",
        "random.triangular(0, 1)",
        "math.floor(<float> % 10)",
        "math.ldexp(0.3, <digit>)",
        "time.time() % 1000",
        "math.hypot(3, <digit>)",
        "float(<int>)",
    ),
    "text": (
        "word",
        "<word>",
        "<word>",
        "str(<int>)",
        "repr(<float>)",
        "repr(<any>)",
        "f'{n:>5}|{x:.3f}'",
        "f'{seen!r:.20}'",
        "'{!r:>8}'.format(<any>)",
        "f'{n}{word!r}{chosen}'",
        "f'{word=}'",
        "(<text> + <text>)",
        "<text>.upper()",
        "<text>.casefold()",
        "<text>.title()",
        "<text>[::-1]",
        "<text>[1:4]",
        "<text>.replace('a', 'ø')",
        "'-'.join(map(str, <ints>))",
        "'-'.join(sorted(<set>))",
        "''.join(chosen)",
        "<text>.center(9, '*')",
        "' '.join(<text>.split())",
        "'{:03d} {}'.format(<int> % 999, <text>)",
        "'%s/%05.1f' % (<text>, 1.25)",
        "json.dumps(<table>)",
        "json.dumps({'k': <ints>, 's': <text>}, sort_keys=True, ensure_ascii=False)",
        "textwrap.shorten(<text> * 3, 12)",
        "textwrap.fill(<text> * 4, 10)",
        "str(uuid.uuid4())",
        "str(uuid4())",
        "str(uuid.uuid5(uuid.NAMESPACE_DNS, <text>))",
        "now().isoformat()",
        "datetime.date(2024, 2, 28 + <digit> % 2).strftime('%A %d %b %Y %j')",
        "str(datetime.datetime(2024, 1, 1, tzinfo=zoneinfo.ZoneInfo('America/New_York')) + datetime.timedelta(days=<int> % 400))",
        "hashlib.sha256(<text>.encode()).hexdigest()[:8]",
        "base64.b64encode(<text>.encode()).decode()",
        "string.Template('$a and $b').substitute(a=<int>, b=<text>)",
        "re.sub(r'[aeiou]+', lambda m: m[0].upper(), <text>)",
        "html.escape('<' + <text>)",
        "urllib.parse.quote(<text>)",
        "unicodedata.normalize('NFD', <text>)",
        "str(Decimal(<digit>) / Decimal(7))",
        "str(Fraction(<digit>, 6))",
        "format(<int>, '+,d')",
        "str(<value>)",
        "type(<any>).__name__",
        "repr(lambda: 1)",
        "str(object())",
        "repr(Plain())",
        "random.choice(['u', 'v', 'w'])",
        "(<text> if <flag> else word)",
        "next((t for t in <set> if 'i' in t), 'none')",
        "'\\n'.join(difflib.unified_diff(['a', <text>], ['a', word], lineterm=''))",
        "hex(<int>)",
        "time.strftime('%H:%M:%S')",
        "unicodedata.name('ß')",
    ),
    "ints": (
        "items",
        "[3, 1, 2]",
        "[<int>, <int>]",
        "[*<ints>, <int>]",
        "sorted(<ints>)",
        "sorted(<ints>, key=lambda i: (-i % 3, i))",
        "[i * 2 for i in <ints>]",
        "[i for i in range(<digit>) if i % 2]",
        "list(range(<digit>))",
        "<ints>[::-1]",
        "<ints>[1:]",
        "list(<table>.values())",
        "[len(t) for t in <set>]",
        "random.sample(range(20), 3)",
        "list(itertools.accumulate(<ints>))",
        "list(itertools.chain(<ints>, [7]))",
        "heapq.nsmallest(2, <ints>)",
        "[a * b for a, b in zip(<ints>, range(9))]",
        "list(map(abs, <ints>))",
        "list(dict.fromkeys(<ints>))",
        "[*{*<ints>}]",
        "random.choices(range(5), k=4)",
        "list(filter(None, <ints>))",
        "list(deque(<ints>, maxlen=3))",
        "[sum(group) for _, group in itertools.groupby(sorted(<ints>), key=lambda i: i % 2)]",
        "list(struct.unpack('>3B', bytes([1, 2, <digit>])))",
        "list(reversed(<ints>))",
        "[d for d, _ in walk(table)]",
        "copy.copy(<ints>)",
        "list(itertools.islice(itertools.count(<digit>), 3))",
        "[w for w, in zip(<ints>)]",
    ),
    "table": (
        "table",
        "{'a': <int>, <text>: <int>}",
        "{t: len(t) for t in <set>}",
        "{**<table>, 'z': <int>}",
        "(<table> | {'q': 1})",
        "dict(Counter(<text>))",
        "dict(zip('abc', <ints>))",
        "dict(sorted(<table>.items(), key=lambda p: (p[1], p[0])))",
        "json.loads(json.dumps(<table>))",
        "dict(collections.ChainMap({'c': <int>}, <table>))",
        "dict(OrderedDict(b=<int>, a=1))",
        "dataclasses.asdict(Point(<int>, <digit>))",
        "Pair(<int>, 2)._asdict()",
        "{str(i): i for i in <ints>}",
        "{k: len(v) for k, v in urllib.parse.parse_qsl('a=1&b=22')}",
    ),
    "set": (
        "chosen",
        "{'p', 'q', <text>}",
        "set(<text>)",
        "{t[:1] for t in <set>}",
        "(<set> | <set>)",
        "(<set> & {'fig', 'lime', 'p'})",
        "(<set> - {'lime'})",
        "(<set> ^ {'fig', 'new'})",
        "frozenset(<set>)",
        "(<table>.keys() | {'k'})",
        "(<table>.keys() - {'fig'})",
        "{*<set>, *map(str, <ints>)}",
        "set(<table>)",
        "<set>.union('ab')",
        "{f'{i}' for i in <ints>}",
    ),
    "flag": (
        "True",
        "False",
        "<int> > 3",
        "<text> < word",
        "<text> in <set>",
        "'fig' in <table>",
        "not <flag>",
        "(<flag> and <flag>)",
        "(<flag> or <flag>)",
        "any(i > 2 for i in <ints>)",
        "all(<ints>)",
        "<set> <= <set>",
        "1 < <int> < 9",
        "random.random() < 0.5",
        "isinstance(<any>, (int, str))",
        "<ints> == items",
        "str(<text>).isidentifier()",
        "bool(re.match(r'\\w+', <text>))",
        "<value> is None",
        "hasattr(<value>, 'value')",
    ),
    "value": (
        "None",
        "Colour.RED",
        "Colour(<text>) if False else Colour.BLUE",
        "Access.READ | Access.WRITE",
        "Order(<int>)",
        "Order(<int>, <text>, [<int>]) + 1",
        "Point(<int>, <digit>)",
        "Derived(<int>, <text>, k=1)",
        "Base(<text>)",
        "Pair(<text>, <int>)",
        "Decimal(<digit>) / 3",
        "Fraction(<int>, 9)",
        "datetime.timedelta(hours=<int> % 99)",
        "datetime.datetime(2024, 1, 1 + <digit>, <digit>)",
        "b'x' * <digit>",
        "(<int>, <text>, <float>)",
        "[<any>, <any>]",
        "{'deep': [<any>], 'set': <set>}",
        "complex(<digit>, 1)",
        "range(<digit>)",
        "Counter(<ints>).most_common(2)",
        "defaultdict(list, a=[<int>])",
        "deque(<ints>)",
        "copy.deepcopy([<any>])",
        "list(walk({'a': <any>}))",
        "list(graphlib.TopologicalSorter({'b': ['a'], 'c': ['b', 'a']}).static_order())",
        "operator.itemgetter(0)([<any>])",
        "statistics.median([*<ints>, 1])",
        "frozenset(<ints>)",
        "Failed(<int>)",
        "re.findall(r'[a-z]', <text>)",
        "list(itertools.pairwise(<ints>))",
        "[*enumerate(<set>)]",
        "max([<text>, <text>], key=len)",
        "sorted(<set>, key=lambda t: (len(t), t))",
        "functools.partial(max, <int>)(<int>)",
        "{<text>: <any>}",
        "(lambda a, *b, c=2, **d: (a, b, c, d))(<int>, <int>, e=<int>)",
        "uuid.UUID(int=<digit>)",
        "[*string.ascii_lowercase[:<digit>]]",
        "sum([[<int>], [2]], [])",
    ),
    "await": (
        "double(<int>)",
        "attempt(keep(<value>))",
        "attempt(keep(<any>))",
        "letters(<digit>)",
        "stamp(<digit>)",
        "attempt(refuse(<digit>))",
        "pause(<digit>)",
        "asyncio.sleep(<digit>, <any>)",
        "attempt(refuse(<int>))",
        "gather(<await>, <await>)",
        "gather(<await>, refuse(<digit>), <await>, return_exceptions=True)",
        "attempt(race(<await>, pause(2)))",
        "attempt(race(<await>, <await>))",
        "create_task(<await>)",
        "attempt(asyncio.wait_for(<await>, <digit>))",
        "attempt(asyncio.wait_for(pause(5), <digit>))",
        "asyncio.gather(*map(pause, [2, 1, <digit>]))",
        "attempt(asyncio.shield(asyncio.ensure_future(pause(<digit>))))",
    ),
}
"""By kind, with leaves among them that have no holes."""

STATEMENTS: Final[tuple[str, ...]] = (
    "n = <int> % 1000",
    "x = <float>",
    "word = <text>[:40]",
    "items = <ints>[:12]",
    "table = dict(list(<table>.items())[:8])",
    "chosen = set(list(<set>)[:8])",
    "seen.append(<any>)",
    "seen.append(<value>)",
    "seen.append(repr(<value>))",
    "seen.append(await <await>)",
    "seen.append(repr(await <await>))",
    "print(<any>, <value>)",
    "n += <digit>",
    "if (n := <int>) > 3:\n    <block>",
    "items.append(<int>)",
    "table[<text>] = <int>",
    "table.setdefault(<text>, []) if False else table.pop(<text>, None)",
    "chosen.add(<text>)",
    "chosen ^= <set>",
    "items[1:1] = <ints>[:3]",
    "a, *rest = [*<ints>, 1]\nseen.append((a, rest))",
    "(p, q), r = (<int>, <text>), <any>\nseen.append([p, q, r])",
    "del items[:1]",
    "logging.getLogger('app').warning('%s items', <int>)",
    "random.shuffle(items)",
    "if <flag>:\n    <block>\nelif <flag>:\n    <block>\nelse:\n    <block>",
    "for <fresh> in <ints>[:4]:\n    if <flag>:\n        continue\n    <block>\nelse:\n    seen.append('else')",
    "for key, value in table.items():\n    seen.append((key, value))\n    if <flag>:\n        break",
    "for t in chosen:\n    seen.append(t)",
    "turn = 0\nwhile turn < 3:\n    turn += 1\n    <block>",
    "try:\n    <block>\nexcept (ValueError, KeyError) as error:\n    seen.append(str(error))\nexcept Exception as error:\n    seen.append([type(error).__name__, str(error)])\nelse:\n    <block>\nfinally:\n    seen.append('finally')",
    "try:\n    raise Failed(<int>, <text>) from KeyError(<text>)\nexcept Failed as error:\n    seen.append([error.code, error.args, repr(error.__cause__)])",
    "try:\n    seen.append({}[<text>])\nexcept Exception as error:\n    seen.append(f'{type(error).__name__} {error!r}')",
    "try:\n    seen.append(<int> // 0)\nexcept Exception as error:\n    seen.append(str(error))",
    "try:\n    seen.append(<text> + <int>)\nexcept Exception as error:\n    seen.append(str(error))",
    "try:\n    seen.append(int(<text>))\nexcept Exception as error:\n    seen.append(str(error))",
    "try:\n    raise ExceptionGroup('several', [ValueError(<int>), KeyError(<text>)])\nexcept* ValueError as group:\n    seen.append([str(e) for e in group.exceptions])\nexcept* KeyError as group:\n    seen.append(str(group))",
    "with noting(seen, <text>) as noted:\n    <block>\n    if <flag>:\n        raise KeyError(noted)",
    "with contextlib.suppress(ZeroDivisionError), noting(seen, 'two'):\n    <block>\n    1 / 0",
    "with contextlib.ExitStack() as stack:\n    stack.enter_context(noting(seen, 'a'))\n    stack.callback(seen.append, 'called')\n    <block>",
    "match <value>:\n    case None:\n        seen.append('none')\n    case int(v) | float(v):\n        seen.append(['number', v])\n    case Order(total=t, name=str(m)):\n        seen.append(['order', t, m])\n    case Point(x=a, y=0):\n        seen.append(['axis', a])\n    case [first, *rest]:\n        seen.append(['list', first, len(rest)])\n    case {'deep': d, **others}:\n        seen.append(['deep', d, sorted(others)])\n    case Colour.RED | Colour.BLUE as c:\n        seen.append(c.name)\n    case _:\n        seen.append('other')",
    "def <fresh>_f(a, b=<int>, *rest, k=<text>, **named):\n    nonlocal n\n    n += 1\n    return [a, b, rest, k, sorted(named)]\nseen.append(<fresh>_f(<int>, z=<any>))",
    "def fib(i):\n    return i if i < 2 else fib(i - 1) + fib(i - 2)\nseen.append([fib(i) for i in range(<digit>)])",
    "counter = itertools.count(<digit>)\nadders = [lambda v, k=k: v + k + next(counter) for k in range(3)]\nseen.append([f(n) for f in adders])",
    "def gen():\n    got = yield <int>\n    seen.append(got)\n    yield from <ints>\nmade = gen()\nseen.append([next(made), *made])",
    "@functools.lru_cache(maxsize=4)\ndef cached(i):\n    seen.append(f'miss {i}')\n    return i * 2\nseen.append([cached(i % 3) for i in <ints>])",
    "class Local(Base):\n    kind = <text>\n    def __init_subclass__(cls, **options):\n        seen.append(cls.__name__)\n    def __lt__(self, other):\n        return self.value < other.value\nclass More(Local):\n    pass\nseen.append([Local.kind, repr(sorted([Local(3), More(1)])), More.made, Local(2) == More(2)])",
    "seen.append(repr([Plain(), Plain() == Plain(), {Base(1), Base(1), Derived(1)}]))",
    "objects = {Base(<int>): 1, Point(1, 2): 2, Colour.RED: 3, (1, <text>): 4}\nseen.append([objects.get(Base(n)), list(objects.values())])",
    "seen.append([await <await>, await <await>])",
    "made = create_task(<await>)\n<block>\nseen.append(repr(await attempt(made)))",
    "made = create_task(pause(<digit>))\nmade.cancel()\ntry:\n    await made\nexcept BaseException as error:\n    seen.append(type(error).__name__)",
    "create_task(<await>)",
    "double(<int>)",
    "async with TaskGroup() as group:\n    one = group.create_task(<await>)\n    group.create_task(attempt(<await>))\nseen.append(repr(one.result()))",
    "try:\n    async with TaskGroup() as group:\n        group.create_task(pause(9))\n        group.create_task(refuse(<digit>))\nexcept* Exception as failed:\n    seen.append([str(e) for e in failed.exceptions])",
    "try:\n    async with timeout(<digit>):\n        seen.append(await <await>)\nexcept TimeoutError as error:\n    seen.append(f'late {error}')",
    "async with asyncio.timeout(30):\n    <block>",
    "queue = asyncio.Queue()\nworkers = [create_task(worker(queue, seen)) for _ in range(2)]\nfor item in [1, <digit>, None, None]:\n    await queue.put(item)\nawait gather(*workers)",
    "lock, order = asyncio.Lock(), []\nasync def locked(i):\n    async with lock:\n        await sleep(i % 3)\n        order.append(i)\nawait gather(*map(locked, [2, 0, <digit>]))\nseen.append(order)",
    "event = asyncio.Event()\nasync def waiting():\n    await event.wait()\n    return 'set'\nmade = create_task(waiting())\nawait sleep(<digit>)\nevent.set()\nseen.append(await made)",
    "done, pending = await asyncio.wait([create_task(pause(i)) for i in (3, 1, <digit>)], return_when=asyncio.FIRST_COMPLETED)\nseen.append([len(done), len(pending)])",
    "for first in asyncio.as_completed([pause(i) for i in (3, 1, <digit>)]):\n    seen.append(await first)",
    "async for tick in ticking(<digit> % 4):\n    seen.append(tick)\n    if <flag>:\n        break",
    "seen.append([tick async for tick in ticking(2) if tick or <flag>])",
    "async with Managed(seen):\n    <block>\n    if <flag>:\n        raise KeyError(<text>)",
    "with trio.move_on_after(<digit>) as scope:\n    await trio.sleep(4)\nseen.append(scope.cancelled_caught)",
    "async def child(i):\n    await trio.sleep(i)\n    seen.append(i)\nasync with trio.open_nursery() as nursery:\n    for i in (2, 1, <digit>):\n        nursery.start_soon(child, i)\n    if <flag>:\n        nursery.cancel_scope.cancel()",
    "sender, receiver = trio.open_memory_channel(1)\nasync def produce():\n    async with sender:\n        for i in range(3):\n            await sender.send(i)\nasync with trio.open_nursery() as nursery:\n    nursery.start_soon(produce)\n    async for got in receiver:\n        seen.append(got)",
    "await sleep(<digit>)",
    "started = now()\nawait sleep('2h')\nseen.append(str(now() - started))",
    "if <flag> and random.random() < 0.2:\n    return seen",
    "if random.random() < 0.05:\n    raise Failed(<int>)",
    "assert <flag> or True, <text>",
    "decimal.getcontext().prec = 5 + <digit>",
    "random.seed(<digit>)",
)
