"""The soak runs, and tells what grows from what does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tools.soak import Row, find_growth, run_soak

FLAT = Row(1.0, 50, 2, 40.0, 90.0, 45_000_000, 42_000_000, 0.1, 5_000_000, 4_000_000)


@pytest.mark.acceptance
def test_soak_drives_what_it_starts_and_measures_both_processes(tmp_path: Path) -> None:
    rows = run_soak(tmp_path, minutes=0.1, rate=20.0, every=2.0, kept=1.0)
    assert rows[-1].started > rows[0].started
    assert all(row.worker_bytes > 10_000_000 and row.log_bytes > 0 for row in rows)


def test_flat_rows_are_flat() -> None:
    assert find_growth([FLAT] * 8) == []
    assert find_growth([FLAT]) == []


@pytest.mark.parametrize("name", ["worker_bytes", "starter_bytes", "log_bytes", "p50_ms", "p99_ms", "open"])
def test_what_grows_is_named(name: str) -> None:
    grown = replace(FLAT, **{name: getattr(FLAT, name) * 60})
    (found,) = find_growth([FLAT] * 6 + [grown] * 2)
    assert found.startswith(f"{name} went from")
