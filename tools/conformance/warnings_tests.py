"""CPython's tests of warnings' filters and of `warn`, each against a face of its own."""

from __future__ import annotations

import builtins
import unittest
import warnings
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any, Final, cast
from unittest import mock

import stdlib_shims
from tools.conformance.files import find_tests
from tools.conformance.filled import Filled
from tools.conformance.judging import Result, Tally
from vm.core.context import Context

MIXINS: Final = ("FilterTests", "WarnTests", "CatchWarningTests")
"""Their classes try the halves in C and in Python. The others' tests are about the process, or the module's insides."""


class _Current:
    """For the module that the tests call the original one: the face of the test that runs."""

    module: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.module, name)


class FaceTestCase(unittest.TestCase):
    """A test with a run's warnings of its own."""

    module: Any
    current: _Current

    def setUp(self) -> None:
        run = SimpleNamespace(write_log=lambda level, text: None)
        self.module = Filled(stdlib_shims.make("warnings", cast("Context", run)), warnings)
        self.module.is_loading = False
        self.current.module = self.module


def load() -> Iterator[type[FaceTestCase]]:
    """Execute the file of tests; yield its classes, made anew."""
    path = find_tests("test_warnings")
    if path is None:
        return
    tests = ModuleType("test.test_warnings")
    tests.__file__, tests.__package__ = str(path), "test.test_warnings"
    vars(tests)["__builtins__"] = vars(builtins)
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), vars(tests))
    current = _Current()
    vars(tests)["original_warnings"] = current
    tests.BaseTest.setUp = tests.BaseTest.tearDown = lambda test: None
    for name in MIXINS:
        mixin = getattr(tests, name)
        yield cast("type[FaceTestCase]", type(name, (FaceTestCase, mixin), {"__module__": "faces", "current": current}))


def run_all(tally: Tally) -> None:
    """Run all tests, and count them."""
    for tests in load():
        with mock.patch.object(unittest.case, "warnings", tests.current):  # what `assertWarns` asks
            unittest.defaultTestLoader.loadTestsFromTestCase(tests).run(Result(tally))
