"""Shared by the whole suite."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from stdlib_shims import spending

# Machines are small and shared: how long an example takes says nothing about the code.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

HERE: Final = Path(__file__).resolve().parent

# Nothing is kept between test runs: what is compiled is compiled by the code under test.
os.environ["VM_CACHE"] = ""

# A shell's background job ignores Ctrl-C, and so would every process started here: many tests are about it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


MEASURED: Final = ("core", "sandbox", "shims", "world")  # folders of tests: to measure coverage doubles their time


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have coverage measured by the tests that stand nearest to what has a floor of it, if it is measured at all."""
    if config.pluginmanager.hasplugin("_cov"):
        for item in items:
            if item.path.relative_to(HERE).parts[0] not in MEASURED:
                item.add_marker("no_cover")


@pytest.fixture(autouse=True)
def no_run_to_pay() -> Iterator[None]:
    """Leave behind no meter of a body that a test opened by hand: the next test would pay from it."""
    token = spending._SPEND.set(None)
    yield
    spending._SPEND.reset(token)
