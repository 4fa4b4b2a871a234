from __future__ import annotations

import datetime as real
import time as real_time

import pytest

from stdlib_shims import clock
from stdlib_shims.refusals import Refused

NOW = real.datetime(2023, 11, 14, 22, 13, 20, 123000)
TOKYO = real.timezone(real.timedelta(hours=9))


class Deadline(real.datetime):
    pass


class Holiday(real.date):
    pass


def test_now_answers_logical_time_when_asked_of_any_class_or_instance(run):
    for receiver in (real.datetime, Deadline, NOW, type(real.datetime.min)):
        assert clock.answer(run, receiver, "now")() == NOW
        assert clock.answer(run, receiver, "utcnow")() == NOW
        assert clock.answer(run, receiver, "today")() == NOW
    assert type(clock.now(run, Deadline)) is Deadline


def test_now_answers_in_a_zone_when_one_is_given(run):
    moment = clock.answer(run, Deadline, "now")(TOKYO)
    assert moment.isoformat() == "2023-11-15T07:13:20.123000+09:00"
    assert clock.now(run, real.datetime, tz=real.UTC) == NOW.replace(tzinfo=real.UTC)


def test_today_answers_a_date_when_asked_of_a_date_class(run):
    assert clock.today(run, real.date) == real.date(2023, 11, 14)
    assert type(clock.today(run, Holiday)) is Holiday
    assert clock.answer(run, NOW.date(), "today")() == real.date(2023, 11, 14)


def test_fromtimestamp_takes_utc_for_the_local_zone(run):
    assert clock.fromtimestamp(run, real.datetime, 86400.5) == real.datetime(1970, 1, 2, 0, 0, 0, 500000)
    assert clock.fromtimestamp(run, real.datetime, 0, TOKYO).isoformat() == "1970-01-01T09:00:00+09:00"
    assert clock.fromtimestamp(run, Holiday, 86400) == real.date(1970, 1, 2)
    assert clock.utcfromtimestamp(run, real.datetime, 0) == real.datetime(1970, 1, 1)


def test_timestamp_and_astimezone_take_a_naive_moment_for_utc(run):
    naive = real.datetime(1970, 1, 2)
    assert clock.answer(run, naive, "timestamp")() == 86400
    assert clock.answer(run, real.datetime, "timestamp")(naive) == 86400
    assert clock.answer(run, naive, "astimezone")(TOKYO).hour == 9
    assert clock.astimezone(run, naive.replace(tzinfo=TOKYO)).isoformat() == "1970-01-01T15:00:00+00:00"


@pytest.mark.parametrize(
    ("receiver", "name"), [(real.datetime, "year"), (real.date, "now"), ("text", "now"), (3, "today")]
)
def test_clock_answers_none_when_a_name_is_not_its_business(run, receiver, name):
    assert clock.answer(run, receiver, name) is None


LAYOUTS = "%a %A %b %B %c %d %e %F %T %D %H %I %j %m %M %p %R %S %u %U %V %G %w %W %x %X %y %Y %% %n %t"


@pytest.mark.parametrize("day", ["2000-01-01", "2023-12-31", "2024-02-29", "2021-01-03", "2016-10-09"])
def test_time_formats_as_the_c_library_does(day):
    moment = real.datetime.fromisoformat(f"{day}T13:05:09").timetuple()
    assert clock.format_time(LAYOUTS, moment) == real_time.strftime(LAYOUTS, moment)
    assert clock.format_time("%z %Z", moment) == "+0000 UTC"


@pytest.mark.parametrize("layout", ["%Q", "%", "%-d", "%s"])
def test_time_format_is_refused_when_it_depends_on_the_platform(layout):
    with pytest.raises(Refused, match="directives are"):
        clock.format_time(layout, real_time.gmtime(0))
