"""When schedules tick: cron expressions in time zones, also where clocks are set, and whole multiples of a duration."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vm.core.describe import format_time
from vm.core.ids import check_run_id
from vm.errors import BadInput
from vm.host.ticks import Rhythm, check_name, read_every, tick_run_id


def at(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp()) * 1000


def ticks(rhythm: Rhythm, after: str, count: int) -> list[str]:
    """Return the next ticks after a time, in UTC."""
    found, moment = [], at(after)
    for _ in range(count):
        following = rhythm.find_next(moment)
        assert following is not None
        moment = following
        found.append(format_time(moment).replace(":00.000Z", "Z"))
    return found


def cron(expression: str, tz: str = "UTC") -> Rhythm:
    return Rhythm(expression, tz, None)


def test_cron_ticks_by_the_clock_of_its_zone() -> None:
    rhythm = cron("30 7 * * MON-FRI", "Europe/Berlin")
    assert ticks(rhythm, "2026-11-27T00:00Z", 2) == ["2026-11-27T06:30Z", "2026-11-30T06:30Z"]
    assert ticks(rhythm, "2026-07-03T00:00Z", 2) == ["2026-07-03T05:30Z", "2026-07-06T05:30Z"]


def test_cron_tick_in_the_hour_that_is_skipped_comes_when_the_gap_ends() -> None:
    rhythm = cron("30 2 * * *", "Europe/Berlin")  # on 2026-03-29 clocks go from 02:00 to 03:00
    assert ticks(rhythm, "2026-03-27T12:00Z", 3) == ["2026-03-28T01:30Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z"]


def test_cron_ticks_in_the_gap_are_one() -> None:
    rhythm = cron("0,15,30 2 * * *", "Europe/Berlin")
    assert ticks(rhythm, "2026-03-28T12:00Z", 2) == ["2026-03-29T01:00Z", "2026-03-30T00:00Z"]


def test_cron_tick_in_the_doubled_hour_comes_the_first_time_only() -> None:
    rhythm = cron("30 2 * * *", "Europe/Berlin")  # on 2026-10-25 clocks go from 03:00 back to 02:00
    assert ticks(rhythm, "2026-10-24T12:00Z", 2) == ["2026-10-25T00:30Z", "2026-10-26T01:30Z"]


def test_cron_tick_in_the_doubled_hour_does_not_come_again_for_who_looks_between_the_two() -> None:
    rhythm = cron("30 2 * * *", "Europe/Berlin")
    assert ticks(rhythm, "2026-10-25T01:10Z", 1) == ["2026-10-26T01:30Z"]  # 02:10 the second time


@pytest.mark.parametrize("day", ["2026-03-28T22:00Z", "2026-10-24T22:00Z"])
def test_cron_every_quarter_of_an_hour_goes_by_the_time_that_passes(day: str) -> None:
    rhythm, moment = cron("*/15 * * * *", "Europe/Berlin"), at(day)
    found = [moment := rhythm.find_next(moment) or 0 for _ in range(30)]
    assert {later - earlier for earlier, later in pairwise(found)} == {900_000}


def test_cron_of_six_fields_has_seconds() -> None:
    assert cron("*/20 * * * * *").find_next(at("2026-01-01T00:00Z") + 1_500) == at("2026-01-01T00:00:20Z")


@given(st.integers(at("2026-01-01T00:00Z"), at("2027-01-01T00:00Z")), st.sampled_from(["30 2 * * *", "*/7 * * * *"]))
def test_cron_tick_is_always_later_than_what_it_comes_after(after_ms: int, expression: str) -> None:
    following = cron(expression, "Europe/Berlin").find_next(after_ms)
    assert following is not None
    assert following > after_ms


def test_every_ticks_at_whole_multiples() -> None:
    rhythm = Rhythm(None, "UTC", 600_000)
    assert ticks(rhythm, "2026-01-01T00:03Z", 2) == ["2026-01-01T00:10Z", "2026-01-01T00:20Z"]
    assert ticks(rhythm, "2026-01-01T00:10Z", 1) == ["2026-01-01T00:20Z"]


def test_cron_nicknames_are_those_of_crontab() -> None:
    assert cron("@daily", "Europe/Berlin").find_next(at("2026-07-01T12:00Z")) == at("2026-07-01T22:00Z")
    assert cron("@hourly").find_next(at("2026-07-01T12:00Z")) == at("2026-07-01T13:00Z")
    assert cron("@weekly").find_next(at("2026-11-26T00:00Z")) == at("2026-11-29T00:00Z")
    assert str(cron("@monthly")) == "@monthly (UTC)"


@pytest.mark.parametrize("rhythm", [cron("0 7 * * *", "Europe/Berlin"), Rhythm(None, "UTC", 1_000), cron("* * * * *")])
def test_latest_is_the_last_one_that_came_however_long_ago_the_first_was(rhythm: Rhythm) -> None:
    first = rhythm.find_next(at("2016-01-01T00:00Z"))
    assert first is not None
    now = at("2026-06-15T12:34:56Z")
    latest = rhythm.find_latest(first, now)
    following = rhythm.find_next(latest)
    assert following is not None
    assert latest <= now < following
    assert rhythm.find_latest(latest, now) == latest


def test_latest_never_goes_back_behind_the_tick_that_is_due() -> None:
    rhythm = cron("0 0 1 1 *")
    due = at("2026-01-01T00:00Z")
    assert rhythm.find_latest(due, due) == due
    assert rhythm.find_latest(due, at("2026-12-01T00:00Z")) == due


def test_cron_that_ends_has_no_next() -> None:
    assert cron("0 0 29 2 *").find_next(at("9996-03-01T00:00Z")) is None


@pytest.mark.parametrize(
    ("expression", "tz", "every_ms", "told"),
    [
        ("hourly", "UTC", None, "cannot be read"),
        ("61 * * * *", "UTC", None, "Bad minute"),
        ("0 0 30 2 *", "UTC", None, "cannot be read"),
        ("0 0 * * *", "Mars/Olympus", None, "no time zone"),
        ("0 0 * * *", "../etc/passwd", None, "no time zone"),
        (None, "UTC", None, "--cron or --every"),
        ("0 0 * * *", "UTC", 1_000, "and not both"),
        (None, "UTC", 0, "not whole seconds"),
        (None, "UTC", 1_500, "not whole seconds"),
    ],
)
def test_rhythm_that_cannot_be_is_refused(expression: str | None, tz: str, every_ms: int | None, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        Rhythm(expression, tz, every_ms)


def test_every_is_read_as_durations_are() -> None:
    assert read_every("1h30m") == 5_400_000
    with pytest.raises(BadInput, match="is not a duration"):
        read_every("often")


def test_run_of_a_tick_is_called_after_it() -> None:
    name = tick_run_id("nightly", at("2026-11-25T20:00Z"))
    assert name == check_run_id("nightly@2026-11-25T20:00:00Z")
    assert tick_run_id("nightly", at("2026-11-25T20:00Z") + 7) == "nightly@2026-11-25T20:00:00.007Z"
    assert len(tick_run_id("x" * 64, 0)) < 128


@pytest.mark.parametrize("name", ["", "a b", "a@b", "a/b", "x" * 65])
def test_name_that_would_make_no_run_id_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="cannot name a schedule"):
        check_name(name)
