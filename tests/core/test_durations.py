from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vm.core.durations import due_ms, format_ms, parse_duration_ms
from vm.errors import BadDuration


@pytest.mark.parametrize(
    ("value", "milliseconds"),
    [
        ("30s", 30_000), ("10m", 600_000), ("1h30m", 5_400_000), ("7d", 604_800_000), ("1w", 604_800_000),
        ("250ms", 250), ("1.5h", 5_400_000), (" 1h 30m ", 5_400_000), ("1m1ms", 60_001), ("0s", 0), ("0.0019s", 1),
        (0, 0), (5, 5_000), (0.25, 250), (0.29, 290), (1.001, 1_001), (1e-9, 0), (1e12, 10**15), (-0.0, 0),
        (timedelta(milliseconds=1, microseconds=999), 1), (timedelta(days=1), 86_400_000),
    ],
)  # fmt: skip
def test_duration_is_read_to_the_millisecond(value: Any, milliseconds: int) -> None:
    assert parse_duration_ms(value) == milliseconds


@pytest.mark.parametrize(
    "value",
    [
        "", " ", "5", "s", "5 minutes", "-5s", "1h-5m", "5S", "1.s", ".5s", "1e3s", "٣s", "x5s", "5s!", "9" * 19 + "s",
        "999999999999999999w", -1, -0.001, float("nan"), float("inf"), True, False, None, [], b"5s", 2**63, 1e300,
        timedelta(microseconds=-1),
    ],
)  # fmt: skip
def test_duration_is_refused_when_it_is_none(value: Any) -> None:
    with pytest.raises(BadDuration):
        parse_duration_ms(value)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**14))
def test_number_and_timedelta_of_the_same_length_are_read_alike(milliseconds: int) -> None:
    assert parse_duration_ms(timedelta(milliseconds=milliseconds)) == milliseconds
    assert parse_duration_ms(f"{milliseconds}ms") == milliseconds


def test_due_counts_a_duration_from_now() -> None:
    assert due_ms("1.5s", 1_000) == 2_500


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(1970, 1, 1, 0, 0, 5), 5_000),
        (datetime(1970, 1, 1, 0, 0, 5, 1_999, tzinfo=UTC), 5_001),
        (datetime(1970, 1, 1, 1, 0, 5, tzinfo=timezone(timedelta(hours=1))), 5_000),
        (datetime(1960, 1, 1), 1_000),
        (datetime.max, 253_402_300_799_999),
    ],
)
def test_due_at_a_datetime_is_that_moment_in_utc_and_never_past(moment: datetime, due: int) -> None:
    assert due_ms(moment, 1_000) == due


def test_due_takes_a_datetime_whose_zone_has_no_offset_for_utc() -> None:
    class Nowhere(tzinfo):
        def utcoffset(self, _: datetime | None) -> timedelta | None:
            return None

    assert due_ms(datetime(1970, 1, 1, 0, 0, 5, tzinfo=Nowhere()), 0) == 5_000


def test_due_is_refused_when_no_world_could_store_it() -> None:
    with pytest.raises(BadDuration):
        due_ms(5, 2**63 - 1)


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "0ms"), (250, "250ms"), (1_000, "1s"), (1_500, "1.5s"), (60_000, "1m"), (90_500, "1m 30s"),
        (5_400_000, "1h 30m"), (90_061_000, "1d 1h 1m 1s"), (604_800_000, "7d"),
    ],
)  # fmt: skip
def test_format_writes_as_people_do(milliseconds: int, text: str) -> None:
    assert format_ms(milliseconds) == text
