"""What `sandbox` measures: bodies that do something about `n` times, each of one kind."""

from __future__ import annotations

from typing import Final

PRELUDE: Final = """
from contextlib import contextmanager
from dataclasses import dataclass, replace

class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __add__(self, other):
        return Point(self.x + other.x, self.y + other.y)
    def move(self, by):
        self.x += by
        return self
    def total(self):
        return self.x + self.y
    @property
    def double(self):
        return self.x + self.x

class Pixel(Point):
    def __init__(self, x, y, color):
        super().__init__(x, y)
        self._color = color

@dataclass(frozen=True)
class Order:
    number: int
    customer: str
    amount: float
    lines: tuple = ()

class Failure(Exception):
    pass

class Block:
    def __enter__(self):
        return self
    def __exit__(self, kind, error, trace):
        return None

def add(a, b):
    return a + b

def named(a, *, b=1, c=2):
    return a + b + c

def many(*args, **kwargs):
    return args, kwargs

def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)

def numbers(n):
    for i in range(n):
        yield i

def running():
    total = 0
    while True:
        total += yield total

def chained(n):
    yield from numbers(n)

def make_counter():
    count = 0
    def increase():
        nonlocal count
        count += 1
        return count
    return increase

async def double(a):
    return a + a
"""

_OBJECTS: Final[dict[str, str]] = {
    "attribute read": "p = Point(1, 2)\nfor i in range(n): p.x + p.y",
    "attribute write": "p = Point(1, 2)\nfor i in range(n): p.x = i",
    "attribute in place": "p = Point(1, 2)\nfor i in range(n): p.x += i",
    "method call": "p = Point(1, 2)\nfor i in range(n): p.total()",
    "method that writes": "p = Point(1, 2)\nfor i in range(n): p.move(1)",
    "property": "p = Point(1, 2)\nfor i in range(n): p.double",
    "operator of a class": "p = Point(1, 2)\nfor i in range(n): p + p",
    "object": "for i in range(n): Point(i, i)",
    "object of a subclass": "for i in range(n): Pixel(i, i, 'red')",
    "dataclass": "for i in range(n): Order(i, 'ada', 1.5)",
    "dataclass replaced": "order = Order(1, 'ada', 1.5)\nfor i in range(n // 10): replace(order, number=i)",
    "class statement": (
        "for i in range(n // 200):\n    class Local:\n        size = i\n        def get(self): return self.size"
    ),
    "isinstance": "p = Point(1, 2)\nfor i in range(n): isinstance(p, Point)",
    "getattr": "p = Point(1, 2)\nfor i in range(n): getattr(p, 'x', None)",
}

_CONTROL: Final[dict[str, str]] = {
    "for loop": "t = 0\nfor i in range(n): t += i & 3",
    "loop over a list": "xs = list(range(n))\nt = 0\nfor x in xs: t += x",
    "loop that breaks": "for i in range(n // 4):\n    for j in range(10):\n        if j == 3: break",
    "while loop": "t = 0\nwhile t < n: t += 1",
    "enumerate": "xs = list(range(20))\nfor i in range(n // 20):\n    for k, x in enumerate(xs): pass",
    "zip": "xs = list(range(20))\nfor i in range(n // 20):\n    for a, b in zip(xs, xs): pass",
    "unpacking": "for a, b in [(1, 2)] * n: pass",
    "swap": "a, b = 1, 2\nfor i in range(n): a, b = b, a",
    "branches": "for i in range(n):\n    if i < 3: pass\n    elif 5 < i < 10: pass\n    elif i == 11 or i == 12: pass",
    "call": "for i in range(n): add(i, 1)",
    "call by name": "for i in range(n): named(i, b=2)",
    "call with stars": "args, kwargs = (1, 2), {'a': 1}\nfor i in range(n): many(*args, **kwargs)",
    "lambda": "f = lambda a: a + 1\nfor i in range(n): f(i)",
    "closure": "increase = make_counter()\nfor i in range(n): increase()",
    "recursion": "for i in range(n // 465): fibonacci(12)",
    "deep recursion": "for i in range(n // 400): depth(400)",
    "generator": "for x in numbers(n): pass",
    "generator that is sent to": "g = running()\nnext(g)\nfor i in range(n): g.send(i)",
    "generator from another": "for x in chained(n): pass",
    "await": "for i in range(n): await double(i)",
    "try": "for i in range(n):\n    try: i + 1\n    except ValueError: pass",
    "catching": "for i in range(n):\n    try: int('x')\n    except ValueError: pass",
    "catching Exception": "for i in range(n):\n    try: int('x')\n    except Exception: pass",
    "raising": "for i in range(n):\n    try: raise Failure('no')\n    except Failure as error: str(error)",
    "finally": "for i in range(n):\n    try: pass\n    finally: i + 1",
    "with": "b = Block()\nfor i in range(n):\n    with b: pass",
    "match": "for i in range(n):\n    match (i, 2):\n        case (0, _): pass\n        case (a, 2): pass",
    "match of a class": (
        "p = Point(1, 2)\nfor i in range(n):\n"
        "    match p:\n        case Point(x=0): pass\n        case Point(x=1, y=y): pass"
    ),
}

_NUMBERS: Final[dict[str, str]] = {
    "product": "t = 3\nfor i in range(n): i * t",
    "product of unknowns": "for a, b in [(3, 4)] * n: a * b",
    "product of floats": "for a, b in [(3.5, 4.5)] * n: a * b",
    "remainder": "for i in range(n): (i * 3) % 7",
    "remainder of unknowns": "for a, b in [(7, 4)] * n: a % b",
    "power": "for a in [3] * n: a ** 2",
    "shift": "for a in [3] * n: 1 << a",
    "quotient": "for a, b in [(7, 4)] * n: a // b + a / b",
}

_TEXTS: Final[dict[str, str]] = {
    "f-string": "for i in range(n): f'{i}:{i}'",
    "f-string of attributes": "p = Point('left', 2)\nfor i in range(n): f'{p.x}: {p.y:>5}'",
    "percent": "for i in range(n): '%s is %d' % ('it', i)",
    "format": "for i in range(n): '{} is {:>5}'.format('it', i)",
    "str": "for i in range(n): str(i)",
    "repr": "for i in range(n): repr(i)",
    "text built up": "s = ''\nfor i in range(n): s += 'x'",
    "text method": "s = 'Some Text'\nfor i in range(n): s.lower().startswith('some')",
    "join and split": "s = 'a,b,c,d'\nfor i in range(n): ';'.join(s.split(','))",
    "join of a generator": "xs = list('abcdefghij')\nfor i in range(n // 10): ','.join(x for x in xs)",
    "replace": "s = 'a,b,c,d'\nfor i in range(n): s.replace(',', ' and ')",
}

_CONTAINERS: Final[dict[str, str]] = {
    "item read": "xs = [1, 2, 3]\nfor i in range(n): xs[0] + xs[1]",
    "item write": "d = {}\nfor i in range(n): d['k'] = i",
    "item in place": "d = {'k': 0}\nfor i in range(n): d['k'] += 1",
    "slice": "xs = list(range(20))\nfor i in range(n): xs[2:10]",
    "append": "xs = []\nfor i in range(n): xs.append(i)",
    "list display": "for i in range(n): [i, *[1, 2]]",
    "dict display": "for i in range(n): {'a': i, 'b': i}",
    "dict get": "d = {'a': 1}\nfor i in range(n): d.get('b', 0)",
    "dict items": "d = dict.fromkeys(range(20))\nfor i in range(n // 20):\n    for k, v in d.items(): pass",
    "list comprehension": "xs = list(range(20))\nfor i in range(n // 20): [x + 1 for x in xs]",
    "filtered comprehension": "xs = list(range(20))\nfor i in range(n // 20): [x for x in xs if x > 9]",
    "nested comprehension": "xs = list(range(5))\nfor i in range(n // 25): [x + y for x in xs for y in xs]",
    "comprehension that calls": "xs = list(range(20))\nfor i in range(n // 20): [add(x, 1) for x in xs]",
    "dict comprehension": "xs = list(range(20))\nfor i in range(n // 20): {x: i for x in xs}",
    "sum of a generator": "xs = list(range(20))\nfor i in range(n // 20): sum(x for x in xs)",
    "any of a generator": "xs = list(range(20))\nfor i in range(n // 20): any(x > 18 for x in xs)",
    "map": "xs = list(range(20))\nfor i in range(n // 20): list(map(str, xs))",
    "sorting": "xs = [3, 1, 2] * 7\nfor i in range(n // 20): sorted(xs, key=lambda x: -x)",
    "least and greatest": "xs = [3, 1, 2] * 7\nfor i in range(n // 20): min(xs) + max(xs)",
    "set display": "for i in range(n): {i, 1}",
    "set comprehension": "xs = list(range(20))\nfor i in range(n // 20): {x & 7 for x in xs}",
    "set call": "xs = list(range(20))\nfor i in range(n // 20): set(xs)",
    "set filled": "s = set()\nfor i in range(n): s.add(i)",
    "set operators": "a, b = set(range(10)), set(range(5, 15))\nfor i in range(n // 10): (a | b, a & b, a - b)",
    "loop over a set": "s = set(range(20))\nfor i in range(n // 20):\n    for x in s: pass",
    "membership": "for i in range(n): i in {1, 2, 3}",
    "membership of a set": "s = set(range(20))\nfor i in range(n): i in s",
}

_WHOLE: Final[dict[str, str]] = {
    "orders": (
        "orders = [Order(i, f'c{i % 5}', i * 1.5, ('a', 'b')) for i in range(50)]\n"
        "for _ in range(n // 200):\n"
        "    totals = {}\n"
        "    for order in orders:\n"
        "        if order.amount > 3 and 'a' in order.lines:\n"
        "            totals[order.customer] = totals.get(order.customer, 0) + order.amount * 1.2\n"
        "    best = sorted(totals.items(), key=lambda item: item[1], reverse=True)[:3]\n"
        "    [f'{name}: {total:.2f}' for name, total in best]"
    ),
}

KERNELS: Final[dict[str, str]] = {**_OBJECTS, **_CONTROL, **_NUMBERS, **_TEXTS, **_CONTAINERS, **_WHOLE}
