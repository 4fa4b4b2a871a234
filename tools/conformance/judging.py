"""What a test has shown: that the face does as the library, that it does not, or nothing at all."""

from __future__ import annotations

import re
import traceback
import unittest
from collections import Counter
from types import TracebackType
from typing import Any, Final

from tools.conformance.left_out import INSIDES, find_reason

_REFUSED: Final = re.compile("the face refuses (.*)")
_PRIVATE: Final = re.compile(r"has no attribute '_\w*'")

_Raised = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


class Tally:
    """Counts tests: those that passed, those that failed and what they said, those left out and why."""

    def __init__(self, module: str) -> None:
        self._module = module
        self.passed = 0
        self.failed: dict[str, str] = {}
        self.left_out: Counter[str] = Counter()

    @property
    def ran(self) -> int:
        return self.passed + len(self.failed)

    def add(self, test: str, errors: list[BaseException]) -> None:
        """Count a test by all that it raised. It passed when that is nothing."""
        reasons = [self._reason(test, error) for error in errors]
        if not errors:
            self.passed += 1
        elif None in reasons:
            error = errors[reasons.index(None)]
            self.failed[test] = "".join(traceback.format_exception_only(error)).strip()
        else:
            self.left_out[str(reasons[0])] += 1

    def _reason(self, test: str, error: BaseException) -> str | None:
        raised = chain(error)
        skipped = next((each for each in raised if _is_skip(each)), None)
        if skipped is not None:
            refused = _REFUSED.match(str(skipped))
            return f"the face refuses `{refused[1]}`" if refused else str(skipped)
        if any(isinstance(each, AttributeError) and _PRIVATE.search(str(each)) for each in raised):
            return INSIDES
        return find_reason(self._module, test)


class Result(unittest.TestResult):
    """What `unittest` tells of tests, counted. A test whose subtests fail is one that fails."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self._tally = tally
        self._raised: list[BaseException] = []

    def startTest(self, test: unittest.TestCase) -> None:
        self._raised = []
        super().startTest(test)

    def stopTest(self, test: unittest.TestCase) -> None:
        self._tally.add(".".join(test.id().rsplit(".", 2)[-2:]), self._raised)
        super().stopTest(test)

    def addError(self, test: unittest.TestCase, err: _Raised) -> None:
        self._note(err)

    def addFailure(self, test: unittest.TestCase, err: _Raised) -> None:
        self._note(err)

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:
        self._raised.append(unittest.SkipTest(reason))

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:
        if err is not None:
            self._note(err)

    def _note(self, raised: _Raised) -> None:
        if raised[1] is not None:
            self._raised.append(raised[1])


def chain(error: BaseException) -> list[BaseException]:
    """Return an error, those in it where it is a group, and those it was raised over."""
    found: dict[int, BaseException] = {}
    left = [error]
    while left:
        each = left.pop()
        if id(each) not in found:
            found[id(each)] = each
            left += [inner for inner in (*getattr(each, "exceptions", ()), each.__context__) if inner is not None]
    return list(found.values())


def _is_skip(error: BaseException) -> bool:
    return isinstance(error, unittest.SkipTest) or type(error).__name__ == "Skipped"  # which is pytest's
