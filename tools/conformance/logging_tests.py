"""CPython's tests of loggers and their levels, each against a face of its own: what is logged is a line to compare."""

from __future__ import annotations

import builtins
import logging
import sys
import unittest
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any, Final, cast

import stdlib_shims
from tools.conformance.files import find_tests
from tools.conformance.filled import Filled
from tools.conformance.judging import Result, Tally
from vm.core.context import Context

CLASSES: Final = ("BuiltinLevelsTest", "ChildLoggerTest", "ModuleLevelMiscTest", "LoggerTest", "LoggerAdapterTest")
"""The others' tests are about handlers, formats, records, files, sockets and configuration."""


class _Current:
    """For the module: the face of the test that runs."""

    face: Filled | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.face, name)


_CURRENT: Final = _Current()


def _set_up(test: Any) -> None:
    """Give a test a run's loggers of its own, and a list of the lines that they write."""
    test.lines = []
    face = _make_face(lambda level, text: test.lines.append((_writer(), level.upper(), text)))
    face.is_loading = False
    _CURRENT.face = face
    test.root_logger = face.getLogger("")


def _compare_lines(test: Any, expected: list[tuple[str, str, str]]) -> None:
    if test.lines != expected:
        test.fail(f"{test.lines} was logged, not {expected}")


def _writer() -> str:
    """Return the name of the logger that writes: a run's log does not tell."""
    name: str = sys._getframe(2).f_locals["self"].name
    return name


def _make_face(write_log: Any) -> Filled:
    run = SimpleNamespace(write_log=write_log)
    return Filled(stdlib_shims.make("logging", cast("Context", run)), logging)


def load() -> Iterator[type[unittest.TestCase]]:
    """Execute the file of tests; yield those of its classes that are about loggers."""
    path = find_tests("test_logging")
    if path is None:
        return
    tests = ModuleType("test.test_logging")
    tests.__file__, tests.__package__ = str(path), "test"
    vars(tests)["__builtins__"] = vars(builtins)
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), vars(tests))
    vars(tests)["logging"] = _CURRENT
    tests.BaseTest.setUp, tests.BaseTest.tearDown = _set_up, unittest.TestCase.tearDown
    tests.BaseTest.assert_log_lines = _compare_lines
    yield from (getattr(tests, name) for name in CLASSES)


def run_all(tally: Tally) -> None:
    """Run all tests, and count them."""
    for tests in load():
        unittest.defaultTestLoader.loadTestsFromTestCase(tests).run(Result(tally))
