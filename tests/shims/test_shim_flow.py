"""itertools, functools, contextlib, logging, traceback, operator, bisect, heapq."""

from __future__ import annotations

import bisect as real_bisect
import itertools as real_itertools
from decimal import Decimal
from types import SimpleNamespace

import pytest

import stdlib_shims
from stdlib_shims.refusals import Refused


def test_endless_iterators_are_as_the_real_ones(face):
    itertools = face("itertools")
    first = real_itertools.islice
    for name, args in (("count", ()), ("count", (5, -2)), ("cycle", ("ab",)), ("cycle", ("",)), ("repeat", (1,))):
        mine, real = getattr(itertools, name)(*args), getattr(real_itertools, name)(*args)
        assert list(first(mine, 7)) == list(first(real, 7))
    assert list(itertools.repeat("x", 2)) == ["x", "x"]
    assert list(itertools.repeat("x", -2)) == []
    assert list(itertools.chain.from_iterable([[1], [2]])) == [1, 2]


def test_endless_iterators_tick_the_fuel_at_every_turn(make_run):
    left = iter(range(5))
    itertools = stdlib_shims.make("itertools", make_run(tick=lambda: next(left)))
    for endless in (itertools.count(), itertools.cycle("a"), itertools.repeat(1)):
        with pytest.raises(RuntimeError, match="StopIteration"):
            for _ in endless:
                pass
        left = iter(range(5))


def test_batched_is_there_on_every_python(face):
    batched = face("itertools").batched
    assert list(batched("abcde", 2)) == [("a", "b"), ("c", "d"), ("e",)]
    assert list(batched("abcd", 2, strict=True)) == [("a", "b"), ("c", "d")]
    for call in (lambda: batched("a", 0), lambda: list(batched("abc", 2, strict=True))):
        with pytest.raises(Refused):
            call()


FUNCTOOLS = """
import functools

def plain(x):
    "Say x."
    return x

def shout(function):
    @functools.wraps(function)
    def inner(*args):
        return function(*args).upper()
    return inner

@shout
def say(word):
    "Say a word."
    return word

calls = []
@functools.cache
def cached(x):
    calls.append(x)
    return x

@functools.lru_cache(maxsize=1)
def small(x):
    calls.append(x)
    return x

@functools.lru_cache
def bare(x):
    return x

@functools.total_ordering
class Size:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n
    def __lt__(self, other): return self.n < other.n

class Lazy:
    @functools.cached_property
    def value(self):
        calls.append("lazy")
        return 7
"""


def test_functools_behave_as_the_real_ones(execute):
    made = execute(
        FUNCTOOLS
        + """
seen = [say("a"), say.__name__, say.__doc__, [cached(1), cached(1), small(1), small(2), small(1), bare(3)], calls[:],
        Size(1) <= Size(2), sorted([3, 1], key=functools.cmp_to_key(lambda a, b: a - b)),
        functools.reduce(lambda a, b: a + b, [1, 2]), functools.partial(say, "x")()]
lazy = Lazy()
twice = lazy.value, lazy.value, calls.count("lazy"), type(Lazy.value).__name__
"""
    )
    assert made["seen"][:5] == ["A", "say", "Say a word.", [1, 1, 1, 2, 1, 3], [1, 1, 2, 1]]
    assert made["seen"][5:] == [True, [1, 3], 3, "X"]
    assert made["twice"] == (7, 7, 1, "cached_property")


def test_caches_belong_to_one_run(make_run, execute):
    first, second = execute(FUNCTOOLS, make_run()), execute(FUNCTOOLS, make_run())
    first["cached"](1)
    assert second["cached"].cache_info().currsize == 0


def test_functools_refuse_to_change_or_cache_what_is_not_the_workflows(face):
    functools = face("functools")
    textwrap = face("textwrap")
    for call in (
        lambda: functools.wraps(print)(textwrap.dedent),
        lambda: functools.lru_cache(len),
        lambda: functools.cache(textwrap.dedent),
        lambda: functools.lru_cache(5)(textwrap.dedent),
        lambda: functools.total_ordering(Decimal),
        lambda: functools.cached_property(len).__get__(SimpleNamespace()),
    ):
        with pytest.raises(Refused):
            call()
    for name in ("update_wrapper", "singledispatch"):
        assert not hasattr(functools, name)


def test_wraps_copies_no_name_that_is_not_text(execute):
    made = execute(
        """
import functools
class Odd:
    __name__ = 3
    __doc__ = "odd"
@functools.wraps(Odd())
def f(): pass
"""
    )
    assert (made["f"].__name__, made["f"].__doc__) == ("f", "odd")


CONTEXTS = """
import contextlib
log = []

@contextlib.contextmanager
def managed(name):
    log.append(name)
    try:
        yield name
    except KeyError:
        log.append("caught")
    finally:
        log.append("left")

class Thing:
    def close(self):
        log.append("closed")
    async def aclose(self):
        log.append("aclosed")

with managed("a") as got:
    raise KeyError
with contextlib.suppress(ValueError), contextlib.closing(Thing()):
    raise ValueError
with contextlib.ExitStack() as stack:
    stack.enter_context(managed("b"))
    stack.callback(log.append, "called")
    raise KeyError
with contextlib.nullcontext(3) as three:
    log.append(three)

@contextlib.asynccontextmanager
async def later():
    yield "later"

async def body():
    async with contextlib.AsyncExitStack() as stack:
        log.append(await stack.enter_async_context(later()))
        stack.push_async_exit(swallow)
        async with contextlib.aclosing(Thing()):
            raise KeyError

async def swallow(*details):
    return True
"""


def drive(coroutine):
    with pytest.raises(StopIteration):
        coroutine.send(None)


def test_context_managers_behave_as_the_real_ones(execute):
    made = execute(CONTEXTS)
    drive(made["body"]())
    assert made["log"] == [
        "a", "caught", "left", "closed", "b", "called", "caught", "left", 3, "later", "aclosed",
    ]  # fmt: skip


class Stop(BaseException):
    pass


def test_suppress_lets_through_what_stops_a_body(face, make_run):
    suppress = face("contextlib").suppress
    for error in (Stop, GeneratorExit):
        with pytest.raises(error), suppress(BaseException):
            raise error
    with suppress(BaseException):
        raise KeyError
    with suppress(Stop):  # named on purpose, as `suppress(asyncio.CancelledError)` is
        raise Stop
    with suppress(KeyError):
        pass


def test_nothing_is_swallowed_once_the_body_is_thrown_away(make_run):
    contextlib = stdlib_shims.make("contextlib", make_run(is_dead=True))
    with pytest.raises(KeyError), contextlib.suppress(KeyError):
        raise KeyError
    with pytest.raises(KeyError), contextlib.ExitStack() as stack:  # noqa: PT012 - the block is what ends
        stack.push(lambda *details: True)
        raise KeyError


def test_logging_writes_to_the_runs_log(face, run):
    logging = face("logging")
    log = logging.getLogger("order")
    log.info("order %s of %d", "a", 2)
    log.warning("%(k)s", {"k": 1})
    log.debug("100%")
    log.error(object())
    log.critical("x")
    log.log(25, "between")
    log.log(1, "low")
    logging.warning("root")
    assert run.logged == [
        ("info", "order a of 2"),
        ("warning", "1"),
        ("debug", "100%"),
        ("error", "<object object>"),
        ("critical", "x"),
        ("info", "between"),
        ("debug", "low"),
        ("warning", "root"),
    ]


def test_loggers_are_one_per_name_and_keep_their_level(face, run):
    logging = face("logging")
    log = logging.getLogger("a")
    assert logging.getLogger("a") is log
    assert logging.getLogger().name == "root"
    log.setLevel("ERROR")
    log.info("dropped")
    log.setLevel(logging.INFO)
    assert (log.level, log.getEffectiveLevel(), log.isEnabledFor(logging.DEBUG)) == (20, 20, False)
    log.debug("dropped")
    assert run.logged == []


def test_logging_appends_the_exception_without_its_frames(face, run):
    log = face("logging").getLogger("a")
    try:
        raise KeyError("k")
    except KeyError as error:
        log.exception("failed")
        log.info("passed", exc_info=error)
    log.info("none", exc_info=False)
    assert run.logged == [("error", "failed\nKeyError: 'k'"), ("info", "passed\nKeyError: 'k'"), ("info", "none")]


def test_logging_refuses_handlers_and_configuration(face):
    for name in ("basicConfig", "FileHandler", "Logger", "root", "os", "sys"):
        assert not hasattr(face("logging"), name)


def test_bisect_and_heapq_do_what_the_real_ones_do(face):
    assert face("bisect").bisect_left([1, 2, 2], 2) == real_bisect.bisect_left([1, 2, 2], 2)
    heap = [3, 1, 2]
    face("heapq").heapify(heap)
    assert face("heapq").heappop(heap) == 1
    assert list(face("heapq").merge([1, 3], [2])) == [1, 2, 3]


class Mute(ValueError):
    def __init__(self, inner: type[Exception]) -> None:
        self.inner = inner

    def __str__(self) -> str:
        raise self.inner


def test_tracebacks_of_errors_without_a_text_say_so(face):
    traceback = face("traceback")
    name = f"{Mute.__module__}.Mute"
    assert traceback.format_exception_only(Mute(KeyError)) == [f"{name}: <exception str() failed>\n"]
    with pytest.raises(RecursionError):
        traceback.format_exception(Mute(RecursionError))


def test_getters_of_operator_refuse_names_that_are_no_text_when_they_are_made(face):
    operator = face("operator")
    for make in (lambda: operator.attrgetter("a", 2), lambda: operator.methodcaller(12)):
        with pytest.raises(TypeError, match="name must be a string"):
            make()
