"""What is too long for every run of the suite is a sample there; `make nightly` does all of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final, TypeVar

Item = TypeVar("Item")

IS_NIGHT: Final = bool(os.environ.get("VM_TEST_NIGHTLY"))


def sample(cases: Sequence[Item], every: int, first: int = 0) -> list[Item]:
    """Return all cases at night, else one in so many, from the `first` on: a multiple of `every` is taken off it."""
    return list(cases if IS_NIGHT else cases[first % every :: every])
