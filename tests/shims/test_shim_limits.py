"""Numbers, texts and iterators that would fill the memory or not end; classes that stand for real ones."""

from __future__ import annotations

import datetime
import decimal as real_decimal
import enum as real_enum
import fractions as real_fractions
import itertools as real_itertools
import json as real_json
import zoneinfo as real_zoneinfo

import pytest

import stdlib_shims
from stdlib_shims import clock
from stdlib_shims.refusals import Refused, TooLarge


@pytest.mark.parametrize("text", ["1e999999999", "1e-999999999", "0e-999999999"])
def test_decimal_refuses_exponents_that_an_integer_cannot_hold(face, text):
    decimal = face("decimal")
    with pytest.raises(TooLarge, match="exponent"):
        decimal.Decimal(text)
    with pytest.raises((TooLarge, real_decimal.Overflow)):
        decimal.Decimal("1e100000") * decimal.Decimal("1e100000")


def test_decimals_are_of_the_real_class_and_their_class_stands_for_it(face):
    Decimal = face("decimal").Decimal
    made = Decimal("1.50")
    assert type(made) is type(Decimal.from_float(0.5)) is real_decimal.Decimal
    assert isinstance(made, Decimal)
    assert not isinstance(1, Decimal)
    assert issubclass(real_decimal.Decimal, Decimal)
    assert stdlib_shims.standing_for(type(made)) is Decimal == real_decimal.Decimal
    assert stdlib_shims.standing_for(int) is int
    assert {Decimal: 1}[type(made)] == 1
    assert repr(Decimal) == repr(real_decimal.Decimal)
    match made:
        case Decimal():
            pass
        case _:
            pytest.fail("a class pattern did not match")


def test_authors_own_decimals_are_of_their_class(face):
    class Money(face("decimal").Decimal):
        pass

    assert type(Money("2")) is Money
    assert isinstance(Money("2"), Money)
    assert not isinstance(face("decimal").Decimal("2"), Money)
    assert not issubclass(real_decimal.Decimal, Money)
    assert Money != real_decimal.Decimal
    assert "Money" in repr(Money)
    assert len({Money: 1, real_decimal.Decimal: 2}) == 2


@pytest.mark.parametrize(("name", "value"), [("prec", 10**9), ("Emax", 10**9), ("Emin", -(10**9))])
def test_decimal_contexts_refuse_limits_however_they_are_set(face, name, value):
    decimal = face("decimal")
    for change in (
        lambda: decimal.Context(**{name: value}),
        lambda: setattr(decimal.getcontext(), name, value),
        lambda: decimal.localcontext(**{name: value}),
        lambda: decimal.setcontext(real_decimal.Context(**{"prec": 28, "Emin": -9, "Emax": 9, name: value})),
    ):
        with pytest.raises(TooLarge):
            change()


def test_decimal_contexts_are_copied_with_what_they_hold(face):
    decimal = face("decimal")
    with decimal.localcontext(prec=3) as inner:
        inner.flags[decimal.Inexact] = True
        assert inner.copy().prec == 3
        assert inner.copy().flags[decimal.Inexact]
        assert decimal.Decimal(1) / 3 == decimal.Decimal("0.333")
    assert decimal.getcontext().prec == 28
    assert isinstance(decimal.getcontext(), decimal.Context)


def test_two_runs_have_context_classes_of_their_own(make_run):
    owned = []
    first = stdlib_shims.make("decimal", make_run(own=owned.append))
    assert owned == [first.Context]
    assert first.Context is not stdlib_shims.make("decimal", make_run()).Context


def test_fraction_refuses_exponents_that_fill_the_memory(face):
    Fraction = face("fractions").Fraction
    with pytest.raises(TooLarge):
        Fraction("1e1000000000")
    assert Fraction("1.5e2") == Fraction(150) == Fraction.from_float(150.0) == Fraction.from_decimal(150)
    assert type(Fraction(1, 3)) is real_fractions.Fraction

    class Share(Fraction):
        __slots__ = ()

    assert type(Share(1, 2)) is Share


def test_json_refuses_deep_nesting_in_both_directions(face):
    json = face("json")
    deep: list = []
    for _ in range(5_000):
        deep = [deep]
    for call in (lambda: json.loads("[" * 300 + "]" * 300), lambda: json.dumps(deep), lambda: json.loads(b"[" * 300)):
        with pytest.raises(TooLarge, match="nesting"):
            call()
    flat = [[{"a": "[[[["}]] * 200
    assert json.loads(json.dumps(flat)) == flat
    with pytest.raises(TooLarge, match="JSON"):
        json.loads(" " * 10_000_001)


def test_json_lets_an_authors_endless_recursion_through(face):
    def default(value):
        return default(value)

    with pytest.raises(RecursionError):
        face("json").dumps({1j}, default=default)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1,]", "Expecting value: line 1 column 4 (char 3)"),
        ("[1, ]", "Expecting value: line 1 column 5 (char 4)"),
        ('{"a":1 , }', "Expecting property name enclosed in double quotes: line 1 column 10 (char 9)"),
        ("[", "Expecting value: line 1 column 2 (char 1)"),
    ],
)
def test_json_errors_say_the_same_on_every_python(face, text, said):
    with pytest.raises(real_json.JSONDecodeError) as caught:
        face("json").loads(text)
    assert str(caught.value) == said


def test_itertools_counts_the_turns_of_what_may_not_end(make_run):
    ticks = []
    itertools = stdlib_shims.make("itertools", make_run(tick=lambda: ticks.append(1)))
    for name, args in (
        ("product", ("ab", "cd")),
        ("permutations", ("abc",)),
        ("combinations", ("abc", 2)),
        ("combinations_with_replacement", ("abc", 2)),
    ):
        ticks.clear()
        assert list(getattr(itertools, name)(*args)) == list(getattr(real_itertools, name)(*args))
        assert len(ticks) == len(list(getattr(real_itertools, name)(*args)))


def test_itertools_refuses_pools_that_fill_the_memory(face):
    itertools = face("itertools")
    for call in (
        lambda: itertools.product("ab", repeat=10**9),
        lambda: itertools.combinations("ab", 10**9),
        lambda: itertools.combinations_with_replacement("ab", 10**9),
        lambda: itertools.tee("ab", 10**9),
    ):
        with pytest.raises(TooLarge):
            call()
    assert list(map(list, itertools.tee("ab"))) == [["a", "b"]] * 2
    assert list(itertools.product("ab", repeat=2)) == list(real_itertools.product("ab", repeat=2))


@pytest.mark.parametrize("option", ["module", "qualname", "type"])
def test_enumerations_made_by_a_call_belong_to_their_file(face, execute, option):
    enum = face("enum")
    with pytest.raises(Refused, match=option):
        enum.Enum("Color", "RED", **{option: "os"})
    made = execute("import enum\nColor = enum.Enum('Color', 'RED BLUE')\nTwo = enum.Flag('Two', names=[('A', 1)])\n")
    assert made["Color"].__module__ == made["Two"].__module__ == "order"
    assert made["Color"](2) is made["Color"].BLUE
    assert issubclass(made["Two"], real_enum.Flag)
    assert list(enum.IntEnum("Size", {"S": 1})) == [1]


@pytest.mark.parametrize("names", ["__del__", ["gi_frame"], {"__await__": print}, [("not a name", 1)]])
def test_enumerations_made_by_a_call_refuse_special_names(face, names):
    with pytest.raises(Refused):
        face("enum").Enum("Color", names)


def test_text_enumerations_format_as_their_values(execute):
    made = execute(
        "from enum import IntEnum, IntFlag, StrEnum, auto\n"
        "class A(StrEnum):\n    X = auto()\nclass B(IntFlag):\n    R = 4\n"
        "class C(IntEnum):\n    Y = 1\n"
    )
    assert [f"{made['A'].X}", str(made["B"].R), f"{made['B'](12)!r}", str(made["C"].Y)] == [
        "x",
        "4",
        "<B.R|8: 12>",
        "1",
    ]


MOMENT = datetime.datetime(2024, 2, 29, 13, 5, 9, 42, datetime.timezone(datetime.timedelta(hours=-5, minutes=-30)))


@pytest.mark.parametrize("moment", [MOMENT, MOMENT.replace(tzinfo=None), MOMENT.date(), MOMENT.time()])
def test_strftime_answers_as_the_real_one_in_the_c_locale(run, moment):
    template = "%a %A %b %B %d %H %I %j %m %M %p %S %U %w %W %y %f %z %Z %% %F %T"
    assert clock.answer(run, moment, "strftime")(template) == moment.strftime(template)
    assert clock.answer(run, type(moment), "strftime")(moment, template) == moment.strftime(template)


def test_strftime_and_strptime_refuse_what_asks_the_machine(run):
    with pytest.raises(Refused, match="%s"):
        clock.answer(run, MOMENT, "strftime")("%s")
    read = clock.answer(run, datetime.datetime, "strptime")
    assert read("2024-02-29 +0130", "%Y-%m-%d %z").utcoffset() == datetime.timedelta(hours=1, minutes=30)
    with pytest.raises(Refused, match="%Z"):
        read("UTC", "%Z")
    odd = MOMENT.replace(tzinfo=datetime.timezone(datetime.timedelta(seconds=30)))
    assert clock.answer(run, odd, "strftime")("%z") == odd.strftime("%z") == "+000030"


def test_zones_come_from_the_package_and_are_of_the_real_class(face):
    zoneinfo = face("zoneinfo")
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    assert type(zone) is real_zoneinfo.ZoneInfo
    assert isinstance(zone, zoneinfo.ZoneInfo)
    assert zone is zoneinfo.ZoneInfo("Europe/Berlin") is zoneinfo.ZoneInfo.no_cache("Europe/Berlin")
    assert zone.key == str(zone) == "Europe/Berlin"
    assert datetime.datetime(2024, 7, 1, tzinfo=zone).utcoffset() == datetime.timedelta(hours=2)
    assert list(zoneinfo.available_timezones()) == sorted(zoneinfo.available_timezones())
    assert "Europe/Berlin" in zoneinfo.available_timezones()
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.parametrize("key", ["Nowhere/Land", "../../etc/passwd", "/etc/localtime", 3, ""])
def test_zones_that_the_package_does_not_list_are_not_found(face, key):
    with pytest.raises(real_zoneinfo.ZoneInfoNotFoundError):
        face("zoneinfo").ZoneInfo(key)


def test_zones_are_never_read_from_the_machine(face, monkeypatch):

    assert stdlib_shims.tzdata_version()[:2] == "20"
    with pytest.raises(Refused):
        face("zoneinfo").ZoneInfo.from_file(None)
    with pytest.raises(AttributeError, match="tzdata"):
        _ = face("zoneinfo").reset_tzpath


def test_templates_refuse_texts_that_outgrow_memory_and_exponential_patterns(face):
    Template = face("string").Template
    assert Template("$a $b").substitute({"a": 1, "b": 2}, a=3) == "3 2"
    with pytest.raises(KeyError):
        Template("$c").substitute(a=1)
    with pytest.raises(TooLarge):
        Template("$a" * 2_000).safe_substitute(a="x" * 10_000)
    with pytest.raises(Refused, match="exponential"):
        type("Odd", (Template,), {"idpattern": "(a+)+"})
    assert type("At", (Template,), {"delimiter": "@"})("@a").substitute(a=1) == "1"
