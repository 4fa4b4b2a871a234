"""Shared by the tests of the faces."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.core.programs import OPEN


@pytest.fixture(autouse=True)
def _close_replays() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()
