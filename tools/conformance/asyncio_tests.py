"""CPython's tests of asyncio's public calls, as bodies."""

from __future__ import annotations

import asyncio
import builtins
import re
import unittest
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, Final

from tools.conformance.files import find_tests
from tools.conformance.filled import Filled
from tools.conformance.judging import Result, Tally
from tools.conformance.loop import UTILS, BodyTestCase, Loop, LoopTestCase
from vm.core.kernel import Task
from vm.sandbox.faces import asyncio_face
from vm.sandbox.faces.asyncio_futures import OwnFuture, start_task
from vm.sandbox.faces.binding import monotonic_ms

FILES: Final = ("taskgroups", "queues", "locks", "timeouts", "waitfor", "tasks", "futures")
_PARTS: Final = ("coroutines", "futures", "locks", "queues", "tasks", "taskgroups", "timeouts")
_HALVES: Final = re.compile("(Py|C)(Sub)?(Task|Future|Introspection|CurrentLoop)|Threadsafe|Duck")
_OURS: Final = ("BaseTaskTests", "SetMethodsTest", "BaseFutureTests", "BaseFutureDoneCallbackTests")
"""Mixins of tests whose classes try the halves of asyncio, in C and in Python: here they try the face."""


def load() -> Iterator[ModuleType]:
    """Execute the files of tests, each with the face for asyncio and the run's clock for the machine's."""
    for name in FILES:
        path = find_tests(f"test_asyncio/test_{name}")
        if path is not None:
            yield _execute(path)


def _execute(path: Path) -> ModuleType:
    tests = ModuleType(f"test.test_asyncio.{path.stem}")
    tests.__file__, tests.__package__ = str(path), "test.test_asyncio"
    face = _make_face()
    vars(tests)["__builtins__"] = {**vars(builtins), "__import__": _Import(face)}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), vars(tests))
    face.is_loading = False
    mixins = [getattr(tests, name) for name in _OURS if hasattr(tests, name)]
    for name, value in list(vars(tests).items()):
        if isinstance(value, type) and (_HALVES.search(name) or value.__bases__[0] in mixins):
            delattr(tests, name)
    for mixin in mixins:
        if mixin.__name__ != "SetMethodsTest":
            bases = (mixin, *[other for other in mixins if other.__name__ == "SetMethodsTest"])
            name = f"Face{mixin.__name__}"
            kind = type(name, (*bases[: 1 + (mixin.__name__ == "BaseTaskTests")], LoopTestCase), _OWN)
            setattr(tests, name, kind)
    vars(tests).pop("tearDownModule", None)
    return tests


def _new_task(case: Any, loop: Loop, coro: Any, name: str | None = "TestTask", context: object = None) -> Any:
    return start_task(coro, name)


def _new_future(case: Any, loop: Loop | None = None) -> Any:
    return OwnFuture()


_OWN: Final[dict[str, Any]] = {
    "__module__": "faces",
    "new_task": _new_task,
    "new_future": _new_future,
    "_new_future": _new_future,
    "Task": Task,
    "Future": OwnFuture,
    "cls": OwnFuture,
}


def _make_face() -> Filled:
    real = ModuleType("asyncio")
    vars(real).update({**vars(asyncio.futures), **vars(asyncio.tasks), **vars(asyncio)})
    face = Filled(asyncio_face._ASYNCIO, real)
    vars(face).update(get_running_loop=_make_loop, get_event_loop=_make_loop, new_event_loop=_make_loop)
    vars(face).update(set_event_loop=lambda loop: None)
    vars(face).update(dict.fromkeys(_PARTS, face))
    return face


def _make_loop() -> Loop:
    """Return the loop of the test that asks."""
    case = BodyTestCase.current
    assert case is not None, "a test runs"
    return Loop(case.stand)


def _block(seconds: float) -> None:
    raise unittest.SkipTest("the face of time refuses sleep: it would block the loop")


class _Import:
    """`import`, with the face for asyncio and all its parts."""

    def __init__(self, face: Filled) -> None:
        self._face = face
        cases = {**vars(unittest), "IsolatedAsyncioTestCase": BodyTestCase}
        self._replaced: dict[str, Any] = {
            "asyncio": face,
            "unittest": SimpleNamespace(**cases),
            "time": SimpleNamespace(monotonic=lambda: monotonic_ms() / 1000, sleep=_block),
            "test.test_asyncio.utils": UTILS,
        }

    def __call__(self, name: str, outer: Any = None, inner: Any = None, names: Any = (), level: int = 0) -> Any:
        if name in self._replaced:
            return self._replaced[name]
        if name == "test.test_asyncio":
            return SimpleNamespace(utils=UTILS)
        if name.startswith("asyncio."):
            return self._face
        return __import__(name, outer, inner, names or (), level)


def run_all(tally: Tally) -> None:
    """Run all tests, and count them."""
    for tests in load():
        unittest.defaultTestLoader.loadTestsFromModule(tests).run(Result(tally))
