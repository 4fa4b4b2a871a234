from __future__ import annotations

import calendar
import datetime as real_datetime
import time as real

import pytest

from stdlib_shims.refusals import NotOffered, Refused


def test_clocks_answer_logical_time(face, run):
    time = face("time")
    assert time.time() == 1_700_000_000.123
    assert time.time_ns() == 1_700_000_000_123_000_000
    assert time.monotonic() == time.perf_counter() == 5.0
    assert time.monotonic_ns() == time.perf_counter_ns() == 5_000_000_000
    run.now_ms += 1_500
    assert time.monotonic() == 6.5


def test_sleep_is_refused_with_the_way_out(face):
    with pytest.raises(NotOffered, match=r'time\.sleep is not available .*await sleep\("10s"\)'):
        _ = face("time").sleep


def test_calendar_functions_are_the_real_ones_in_utc(face):
    time = face("time")
    for seconds in (0, 951_782_400, 1_700_000_000.9):
        assert time.gmtime(seconds) == time.localtime(seconds) == real.gmtime(seconds)
        assert time.ctime(seconds) == time.asctime(time.gmtime(seconds)) == real.asctime(real.gmtime(seconds))
        assert time.mktime(time.gmtime(seconds)) == calendar.timegm(real.gmtime(seconds))
    assert time.strftime("%Y-%m-%d %H:%M", (2001, 2, 3, 4, 5, 6, 0, 34, 0)) == "2001-02-03 04:05"
    assert time.strptime("3 Feb 2001", "%d %b %Y") == real.strptime("3 Feb 2001", "%d %b %Y")


def test_calendar_functions_take_logical_time_when_none_is_given(face):
    time = face("time")
    assert time.strftime("%F %T") == "2023-11-14 22:13:20"
    assert time.ctime() == time.asctime() == "Tue Nov 14 22:13:20 2023"
    assert (time.timezone, time.tzname) == (0, ("UTC", "UTC"))


def test_strptime_refuses_zone_names(face):
    with pytest.raises(Refused, match="write the offset"):
        face("time").strptime("2001 UTC", "%Y %Z")


def test_datetime_offers_the_real_classes(face):
    datetime = face("datetime")
    assert datetime.datetime is real_datetime.datetime
    assert datetime.UTC is real_datetime.UTC
    assert not hasattr(datetime, "datetime_CAPI")
