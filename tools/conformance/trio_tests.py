"""trio's own tests of its public calls, as bodies: those that its wheel ships."""

from __future__ import annotations

import builtins
import importlib
import inspect
import unittest
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import product
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Final, NamedTuple

import trio

from tools.conformance.filled import Filled
from tools.conformance.judging import Tally
from tools.conformance.stand import run_body
from vm.core.habits import call_soon
from vm.sandbox.faces import trio_face
from vm.sandbox.faces.binding import current_kernel, current_run, monotonic_ms
from vm.sandbox.faces.trio_checkpoints import checkpoint

FILES: Final = (
    "trio._tests.test_sync",
    "trio._tests.test_channel",
    "trio._tests.test_timeouts",
    "trio._core._tests.test_run",
    "trio._core._tests.test_cancelled",
)
_FACED: Final = ("trio", "trio.lowlevel", "trio._core", "trio._sync", "trio._timeouts", "trio._channel")


class Case(NamedTuple):
    """One test, with the arguments that it asks for."""

    name: str
    call: Callable[[], Any]


# ---- trio.testing, and pytest's fixtures, on a run


async def wait_all_tasks_blocked(cushion: float = 0.0) -> None:
    """Wait until every other task waits for something."""
    await checkpoint()
    while current_kernel()._ready:
        await checkpoint()


@contextmanager
def assert_checkpoints() -> Iterator[None]:
    passed: list[bool] = []
    call_soon(current_kernel(), passed.append, True)
    yield
    if not passed:
        raise AssertionError("there was no checkpoint")


@contextmanager
def assert_no_checkpoints() -> Iterator[None]:
    passed: list[bool] = []
    call_soon(current_kernel(), passed.append, True)
    yield
    if passed:
        raise AssertionError("there was a checkpoint")


class Clock:
    """The run's clock, for `mock_clock` and `autojump_clock`: it jumps to whatever is due next."""

    def __init__(self) -> None:
        self.autojump_threshold = 0.0
        self.rate = 0.0

    def jump(self, seconds: float) -> None:
        current_run().now_ms += round(seconds * 1000)

    def current_time(self) -> float:
        return monotonic_ms() / 1000


def run(async_fn: Callable[..., Awaitable[Any]], *args: Any, **options: Any) -> Any:
    """`trio.run`, as a run of its own."""
    if options.keys() - {"clock", "strict_exception_groups"}:
        raise unittest.SkipTest(f"a run has no {', '.join(options)}")
    return run_body(partial(async_fn, *args))


# ---- files of tests


def load() -> Iterator[ModuleType]:
    for name in FILES:
        tests = _execute(name, _make_face())
        if hasattr(tests, "sleep_forever"):  # `test_run` makes one of its own, of what no body may touch
            vars(tests)["sleep_forever"] = trio_face._TRIO.sleep_forever
        yield tests


def find_cases(tests: ModuleType) -> Iterator[Case]:
    """Yield the tests of a file: a coroutine function is a body."""
    for name, function in vars(tests).items():
        if not name.startswith("test_") or not callable(function):
            continue
        for arguments in _parameters(function):
            yield Case(f"{tests.__name__.rpartition('.')[2]}.{name}", partial(_call, function, arguments))


def _call(function: Callable[..., Any], arguments: dict[str, Any]) -> None:
    marks = getattr(function, "pytestmark", [])
    if any(mark.name == "skipif" and mark.args[0] for mark in marks):
        raise unittest.SkipTest("trio skips it itself")
    given = {name: arguments[name] if name in arguments else _fixture(name) for name in _names(function)}
    if inspect.iscoroutinefunction(function):
        run_body(partial(function, **given))
    else:
        function(**given)


def _names(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


def _fixture(name: str) -> Any:
    if name in ("mock_clock", "autojump_clock"):
        return Clock()
    raise unittest.SkipTest(f"it asks for pytest's {name}")


def _parameters(function: Any) -> Iterator[dict[str, Any]]:
    """Yield the combinations of arguments that `pytest.mark.parametrize` lists."""
    marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
    for chosen in product(*[mark.args[1] for mark in marks]):
        arguments: dict[str, Any] = {}
        for mark, values in zip(marks, chosen, strict=True):
            named = mark.args[0]
            names = [name.strip() for name in named.split(",")] if isinstance(named, str) else named
            values = getattr(values, "values", values)
            arguments.update(zip(names, values if len(names) > 1 else (values,), strict=True))
        yield arguments


def _make_face() -> Filled:
    real = ModuleType("trio")
    parts = [importlib.import_module(name) for name in _FACED[::-1]]
    for part in parts:
        vars(real).update({name: value for name, value in vars(part).items() if not name.startswith("__")})
    face = Filled(_Both(), real)
    testing = SimpleNamespace(
        wait_all_tasks_blocked=wait_all_tasks_blocked,
        assert_checkpoints=assert_checkpoints,
        assert_no_checkpoints=assert_no_checkpoints,
        MockClock=Clock,
    )
    vars(face).update(AsyncContextManagerMixin=importlib.import_module("trio._sync").AsyncContextManagerMixin)
    vars(face).update(run=run, testing=testing, _core=face, lowlevel=face)
    sequencer = _execute("trio.testing._sequencer", face)
    testing.Sequencer = sequencer.Sequencer
    return face


class _Both:
    """`trio` and `trio.lowlevel` as one: trio's own files take both from `_core`."""

    def __getattr__(self, name: str) -> Any:
        try:
            return getattr(trio_face._TRIO, name)
        except AttributeError:
            return getattr(trio_face._LOWLEVEL, name)


def _execute(name: str, face: Filled) -> ModuleType:
    module = ModuleType(name)
    folder, _, file = name.rpartition(".")
    path = Path(trio.__file__).parents[1].joinpath(*folder.split("."), f"{file}.py")
    module.__file__, module.__package__ = str(path), folder
    vars(module)["__builtins__"] = {**vars(builtins), "__import__": _Import(folder, face)}
    face.is_loading = True
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), vars(module))
    face.is_loading = False
    return module


class _Import:
    """`import`, with the face for trio and those of its parts that it offers."""

    def __init__(self, package: str, face: Filled) -> None:
        self._package = package
        self._face = face

    def __call__(self, name: str, outer: Any = None, inner: Any = None, names: Any = (), level: int = 0) -> Any:
        package = self._package.split(".")
        full = ".".join([*package[: len(package) - level + 1], *filter(None, [name])]) if level else name
        if full in _FACED and names == ("*",):
            public = [name for name, value in vars(importlib.import_module(full)).items() if _is_trios(name, value)]
            return SimpleNamespace(trio=self._face, **{name: getattr(self._face, name) for name in public})
        if full in _FACED:
            return self._face if names or full == "trio" or level else SimpleNamespace(trio=self._face)
        if full == "trio.testing":
            return self._face.testing
        if full == "time":
            return SimpleNamespace(perf_counter=lambda: monotonic_ms() / 1000, monotonic=lambda: monotonic_ms() / 1000)
        if level:
            return importlib.import_module(full)
        return __import__(name, outer, inner, names or (), level)


def _is_trios(name: str, value: object) -> bool:
    return not name.startswith("_") and str(getattr(value, "__module__", "")).startswith("trio")


def run_all(tally: Tally) -> None:
    """Run all tests, and count them."""
    for tests in load():
        for case in find_cases(tests):
            errors: list[BaseException] = []
            try:
                case.call()
            except BaseException as error:  # noqa: BLE001 - whatever a test ends in is its result
                errors.append(error)
            tally.add(case.name, errors)
