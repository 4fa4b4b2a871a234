"""Shared by the whole suite."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from stdlib_shims import spending
from tests.measuring import Measuring

# Machines are small and shared: how long an example takes says nothing about the code.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

# Nothing is kept between test runs: what is compiled is compiled by the code under test.
os.environ["VM_CACHE"] = ""

# Hundreds of processes are started here: without this, in a fresh clone, each of them would compile all of `vm` again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Those who write workflows have pytest without it, and it takes longer to load than their tests take.
os.environ["PYTEST_ADDOPTS"] = f"{os.environ.get('PYTEST_ADDOPTS', '')} -p no:schemathesis"

# A shell's background job ignores Ctrl-C, and so would every process started here: many tests are about it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Measuring())


@pytest.fixture(autouse=True)
def no_run_to_pay() -> Iterator[None]:
    """Leave behind no meter of a body that a test opened by hand: the next test would pay from it."""
    token = spending._SPEND.set(None)
    yield
    spending._SPEND.reset(token)
