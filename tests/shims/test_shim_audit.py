"""Walk everything that public attribute names reach from every face."""

from __future__ import annotations

import builtins
import io
import types

import pytest

import stdlib_shims
from stdlib_shims.face import Face, members_of
from stdlib_shims.names import HIDDEN

HOPS = 5
OPENERS = (types.ModuleType, types.FrameType, types.CodeType, types.TracebackType, types.CellType, io.IOBase)
POWERS = [getattr(builtins, name) for name in ("eval", "exec", "compile", "open", "__import__", "globals", "input")]
MUTABLE = (list, dict, set, bytearray)
PLAIN = (bool, int, float, complex, str, bytes, type(None))


def public_values(obj: object):
    if isinstance(obj, Face):
        yield from ((name, getattr(obj, name)) for name in members_of(obj))
        return
    for name in dir(obj):
        if name.startswith("_") or name in HIDDEN:
            continue
        try:
            yield name, getattr(obj, name)
        except (AttributeError, TypeError, ValueError):
            continue
    if isinstance(obj, (tuple, list)):
        yield from ((f"[{index}]", item) for index, item in enumerate(obj))


def reach(face: Face):
    """Yield (path, object) for what is reachable within HOPS attribute reads."""
    seen: dict[int, object] = {}
    layer = [(repr(face), face)]
    for _ in range(HOPS):
        following = []
        for path, obj in layer:
            for name, value in public_values(obj):
                if isinstance(value, PLAIN) or id(value) in seen:
                    continue
                seen[id(value)] = value
                following.append((f"{path}.{name}", value))
        yield from following
        layer = following


@pytest.mark.parametrize("name", sorted(stdlib_shims.NAMES))
def test_no_public_path_from_a_face_opens_the_interpreter(name, face):
    dangerous = [
        path
        for path, obj in reach(face(name))
        if isinstance(obj, OPENERS) or any(obj is power for power in POWERS) or obj is type
    ]
    assert dangerous == []


@pytest.mark.parametrize("name", sorted(stdlib_shims.NAMES))
def test_two_runs_share_no_mutable_container_through_a_face(name, make_run):
    first = {id(obj): path for path, obj in reach(stdlib_shims.make(name, make_run())) if isinstance(obj, MUTABLE)}
    second = reach(stdlib_shims.make(name, make_run()))
    assert [path for path, obj in second if id(obj) in first and isinstance(obj, MUTABLE)] == []


MADE = """
import contextlib, dataclasses, decimal, functools, hashlib, hmac, itertools, json, logging, operator, random, re
import string, time, typing, uuid, collections, fractions, urllib.parse, statistics

@contextlib.contextmanager
def managed():
    yield

@functools.lru_cache
def cached():
    return 1

@dataclasses.dataclass
class Order:
    size: int = dataclasses.field(default=1)

class Pair(typing.NamedTuple):
    left: int

try:
    json.loads("[")
except json.JSONDecodeError as error:
    refused = error

made = [
    managed(), managed, cached, Order, Order(), Pair, Pair(1), refused, dataclasses.fields(Order),
    contextlib.ExitStack(), contextlib.AsyncExitStack(), contextlib.suppress(OSError), contextlib.nullcontext(),
    decimal.Context(), decimal.getcontext(), decimal.Decimal(1), functools.partial(len), hashlib.sha256(),
    hmac.new(b"", digestmod="sha256"), itertools.count(), itertools.groupby([]), logging.getLogger("a"),
    operator.attrgetter("a"), operator.itemgetter(1), random.Random(1), re.compile("a"), re.match("a", "a"),
    re.IGNORECASE, string.Template("a"), time.gmtime(), typing.Optional[int], typing.TypeVar("T"), uuid.uuid4(),
    collections.namedtuple("Point", "x y"), fractions.Fraction(1, 2), urllib.parse.urlsplit("http://a/b"),
    statistics.linear_regression([1, 2], [1, 2]), typing.TypedDict("Movie", {"a": int}),
]
"""


def test_nothing_that_the_faces_make_opens_the_interpreter(execute):
    made = tuple(execute(MADE)["made"])
    dangerous = [path for path, obj in reach(Face("made", {"it": made})) if isinstance(obj, OPENERS) or obj is type]
    assert dangerous == []


def test_the_audit_finds_what_it_is_for():
    import json

    found = [path for path, obj in reach(Face("planted", {"json": json})) if isinstance(obj, types.ModuleType)]
    assert "<face planted>.json" in found
    assert any(path.endswith(".decoder") for path in found)
