"""Which tests coverage is measured in, if it is measured at all: to be measured doubles a test's time.

They are those that stand nearest to what has a floor (`tools/check.py`). Among them are left out the tests whose cases
Hypothesis makes up, and those that go over the same lines thousands of times: together they add less than half a per
cent to a floor.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import pytest
from coverage import Coverage
from hypothesis import is_hypothesis_test

from stdlib_shims.spending import unbind_spending

HERE: Final = Path(__file__).resolve().parent
FOLDERS: Final = ("core", "sandbox", "world")
REPEATING: Final = ("test_audit.py", "test_audit_running.py", "test_syntax_table.py", "test_worlds_agree.py")


class Measuring:
    """A plugin of pytest's that lets coverage.py look on where it should, and nowhere else."""

    def __init__(self) -> None:
        self._coverage: Coverage | None = None

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Generator[None, Any, Any]:
        """Import what is measured, as its definitions count too; then collect without being looked at.

        The process that only hands tests out to others never is.
        """
        self._coverage = Coverage.current()
        if self._coverage is not None:
            import_all(self._coverage.get_option("run:source"))
        while (running := Coverage.current()) is not None:  # pytest-cov begins two in a worker
            running.stop()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        try:
            if self._coverage is None or not is_measured(item):
                return (yield)
            self._coverage.start()
            try:
                return (yield)
            finally:
                self._coverage.stop()
        finally:
            unbind_spending()  # the meter of a body that was driven by hand would judge the next test


def import_all(folders: Any) -> None:
    for folder in folders:
        package = importlib.import_module(folder.replace("/", "."))
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)


def is_measured(item: pytest.Item) -> bool:
    path = item.path.relative_to(HERE)
    is_made_up = is_hypothesis_test(getattr(item, "obj", None))
    return path.parts[0] in FOLDERS and path.name not in REPEATING and not is_made_up
