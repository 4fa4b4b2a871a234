# ruff: noqa: E501 - the corpus is a list of small programs
"""How each Python words its errors: `python -m tools.exception_texts PYTHON...`.

Runs a corpus of snippets on each interpreter and prints those whose errors differ, as JSON: snippet, then text by
version. `vm.sandbox.canon` holds the patterns that make them one; a test runs the corpus through it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

SNIPPETS: Final = (
    "a, b = [1]", "a, b = [1, 2, 3]", "a, b = {1: 2, 2: 3, 3: 4}", "a, b = (1, 2, 3)", "a, *b, c = [1]", "a, b = 5", "a, b = iter([1, 2, 3])", "for a, b in [(1, 2, 3)]: pass",
    "def f(a): pass\nf()", "def f(a): pass\nf(1, 2)", "def f(a, b): pass\nf()", "def f(a, *, k): pass\nf(1)", "def f(): pass\nf(x=1)", "def f(a): pass\nf(1, a=2)", "def f(a, /): pass\nf(a=1)", "def f(*, key): pass\nf(kye=1)",
    "class C:\n  def m(self): pass\nC().m(1)", "class C:\n  def __init__(self, a): pass\nC()", "class C: pass\nC(1)", "class C: pass\nC().x", "class C:\n  size = 1\nC().sise", "class C: __slots__ = ()\nC().x = 1", "class C: __slots__ = ('a',)\nC().a", "C.x", "undefined", "lenn", "def f():\n  print(x)\n  x = 1\nf()", "def f():\n  def g(): return y\n  g()\n  y = 1\nf()",
    "None.x", "None.upper()", "None[0]", "None()", "None + 1", "1 + 'a'", "'a' + 1", "[] + ()", "1 < 'a'", "-'a'", "'a' * 'b'", "'a' - 1", "{} | 1", "1 @ 2", "len(1)", "len()", "iter(1)", "next(1)", "next(iter([]))", "for x in 1: pass", "[*1]", "f(*1)", "print(*1)", "(lambda **k: 0)(**1)", "(lambda **k: 0)(**{1: 2})", "dict(1)", "dict([1])", "dict([(1, 2, 3)])", "{}['a']", "[][0]", "()[0]", "''[0]", "[1]['a']", "[1][1.0]", "{[]: 1}", "{{}}", "hash([])", "{}[[]]", "[].pop()", "{}.pop('a')", "{}.popitem()", "[].remove(1)", "[].index(1)", "'a'.index('b')", "(1,).index(2)", "(1,)[0] = 1", "'a'[0] = 'b'", "del (1,)[0]", "x = [1, 2]\nx[::2] = [1, 2, 3]", "x = [1]\nx[0:1] = 5", "b'a'['x']", "range(3)[5]", "range('a')", "range(1, 2, 0)",
    "int('x')", "int('')", "int('1' * 5000)", "int([])", "int(None)", "int('z', 99)", "int(float('nan'))", "int(float('inf'))", "float('x')", "float(None)", "float([])", "complex('x')", "chr(-1)", "chr(1 << 30)", "ord('ab')", "ord(5)", "bytes(-1)", "bytes('a')", "bytes([256])", "'a'.encode('ascii', 5)", "b'\\xff'.decode()", "'\\xff'.encode('ascii')", "bytes.fromhex('z')", "int.from_bytes('a', 'big')", "(256).to_bytes(1, 'big')", "(-1).to_bytes(1, 'big')",
    "1 / 0", "1 // 0", "1 % 0", "1.0 / 0", "1.0 // 0", "1.0 % 0", "divmod(1, 0)", "divmod(1.0, 0)", "0 ** -1", "0.0 ** -1", "pow(2, -1, 4)", "pow(2, 2, 0)", "1 << -1", "2.0 ** 5000", "1j / 0", "round('a')", "abs('a')", "max()", "max([])", "min([])", "max(1)", "max(1, 'a')", "sum(['a'])", "sum('a')", "sorted([1, 'a'])", "sorted(1)", "[1].sort(1)", "[1, 'a'].sort()", "sorted([1], 1)", "zip(1)", "list(zip([1], [], strict=True))", "list(zip([], [1], strict=True))", "map()", "list(map(len, [1]))", "enumerate()", "reversed(1)", "isinstance(1, 1)", "issubclass(1, int)", "getattr(1)", "getattr(1, 'x')", "setattr(1, 'x', 1)", "delattr(1, 'x')", "'a'.join([1])", "'a'.join(1)", "'a'.split('')", "'a'.replace(1, 2)", "'a'.startswith(1)", "'a'.strip(1)", "'%d' % 'a'", "'%s %s' % 1", "'%s' % (1, 2)", "'%z' % 1", "'%(a)s' % {}", "'%(a)s' % 1", "'%c' % 'ab'", "'{}'.format()", "'{a}'.format()", "'{'.format(1)", "'}'.format(1)", "'{0.x}'.format(1)", "'{:d}'.format('a')", "'{:z}'.format('a')", "format(1, 'zz')", "f'{1:zz}'", "format('a', 'd')", "format([], 'd')", "format(1.5, 'd')", "'a'.zfill('b')", "'a'.center()", "'a'.find()", "'abc'.count()",
    "raise 1", "raise Exception from 1", "assert False, 'no'", "try: x\nexcept 1: pass", "with 1: pass", "with None as x: pass", "1()", "'a'()", "[]()", "(1, 2)(3)", "import math\nmath.sqrt(-1)", "import math\nmath.log(0)", "import math\nmath.log(-1)", "import math\nmath.log('a')", "import math\nmath.factorial(-1)", "import math\nmath.factorial(1.5)", "import math\nmath.comb(-1, 1)", "import math\nmath.gcd(1.5)", "import math\nmath.exp(1000)", "import math\nmath.nope", "import math\nmath.isqrt(-1)", "import math\nmath.acos(2)", "import math\nmath.gamma(0)",
    "import json\njson.loads('')", "import json\njson.loads('{')", "import json\njson.loads('[1,]')", "import json\njson.loads('{\"a\":1,}')", "import json\njson.dumps({1})", "import json\njson.dumps({(1,): 2})", "import json\nx = []\nx.append(x)\njson.dumps(x)", "import datetime\ndatetime.date(2000, 13, 1)", "import datetime\ndatetime.date(2000, 2, 30)", "import datetime\ndatetime.date(0, 1, 1)", "import datetime\ndatetime.datetime(2000, 1, 1, 25)", "import datetime\ndatetime.date.fromisoformat('x')", "import datetime\ndatetime.datetime.fromisoformat('x')", "import datetime\ndatetime.datetime.strptime('x', '%Y')", "import datetime\ndatetime.timedelta(days=1e20)", "import datetime\ndatetime.date(2000, 1, 1) < 1", "import datetime\ndatetime.datetime(2000, 1, 1).replace(month=13)", "from decimal import Decimal\nDecimal('x')", "from decimal import Decimal\nDecimal(1) / 0", "from fractions import Fraction\nFraction(1, 0)", "from fractions import Fraction\nFraction('x')", "import enum\nclass E(enum.Enum): A = 1\nE(2)", "import enum\nclass E(enum.Enum): A = 1\nE['B']", "import enum\nclass E(enum.Enum): A = 1\nE.B", "import enum\nclass E(enum.Enum): A = 1\nE.A = 2", "import dataclasses\n@dataclasses.dataclass\nclass D: x: int\nD()", "import dataclasses\n@dataclasses.dataclass(frozen=True)\nclass D: x: int\nD(1).x = 2", "import dataclasses\n@dataclasses.dataclass\nclass D:\n  x: int = 1\n  y: int\n", "import dataclasses\n@dataclasses.dataclass\nclass D: x: list = []", "import uuid\nuuid.UUID('x')", "import re\nre.compile('(')", "import re\nre.compile('*')", "import collections\ncollections.deque([], -1)", "import collections\ncollections.deque().pop()", "import collections\ncollections.namedtuple('N', 'a b')(1)", "import heapq\nheapq.heappop([])", "import random\nrandom.choice([])", "import random\nrandom.randrange(0)", "import random\nrandom.sample([1], 2)", "import statistics\nstatistics.mean([])", "import base64\nbase64.b64decode('a')", "import operator\noperator.itemgetter()", "import functools\nfunctools.reduce(lambda a, b: a, [])", "import itertools\nnext(itertools.islice([], -1))", "import string\nstring.Template('$x').substitute()", "import abc\nclass A(abc.ABC):\n  @abc.abstractmethod\n  def f(self): pass\nA()", "import abc\nclass A(abc.ABC):\n  @abc.abstractmethod\n  def f(self): pass\n  @abc.abstractmethod\n  def g(self): pass\nA()",
    "class A: pass\nclass B(A, A): pass", "class A(int, str): pass", "class A(bool): pass", "class A(1): pass", "class A:\n  __match_args__ = 1\nmatch A():\n  case A(1): pass", "match 1:\n  case int(1, 2): pass", "def g(): yield\nx = g()\nx.send(1)", "def g(): yield g2.send(None)\ng2 = g()\nnext(g2)", "def g():\n  raise StopIteration\n  yield\nnext(g())", "x = {1: 2}\nfor k in x: x[k + 1] = 1", "x = {1}\nfor k in x: x.add(k + 1)", "set().pop()", "{1}.remove(2)", "set() + set()", "frozenset().add(1)", "super().x", "object().x", "object.__new__(1)", "type('a', 1, 2)", "slice()", "complex(1, 'a')", "memoryview(1)", "'a' in 1", "1 in 'a'", "1 in 1", "None in None", "not_there.x", "ValueError(1).x", "BaseException.__new__(1)", "raise KeyError", "raise KeyError('a')", "raise OSError(2, 'x', 'f')", "UnicodeDecodeError(1)", "ExceptionGroup('a', [])", "ExceptionGroup('a', [1])",
)  # fmt: skip
"""Each raises something in an interpreter of its own."""

RUNNER: Final = """
import json, sys
found = {}
for snippet in json.load(sys.stdin):
    try:
        exec(snippet, {"__name__": "corpus"})
    except BaseException as error:
        found[snippet] = [type(error).__name__, str(error)]
    else:
        found[snippet] = ["", ""]
print(json.dumps(found))
"""


def texts_of(python: str) -> dict[str, list[str]]:
    """Return type and text of what each snippet raises under an interpreter."""
    done = subprocess.run(
        [python, "-W", "ignore", "-c", RUNNER], input=json.dumps(SNIPPETS), capture_output=True, text=True, check=True
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def main(pythons: Sequence[str]) -> int:
    by_python = {python: texts_of(python) for python in pythons}
    for snippet in SNIPPETS:
        found = {python: texts[snippet] for python, texts in by_python.items()}
        if len({tuple(text) for text in found.values()}) > 1:
            print(json.dumps({"snippet": snippet, **found}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
