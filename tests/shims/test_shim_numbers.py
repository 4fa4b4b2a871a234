"""math, statistics, fractions, decimal, operator."""

from __future__ import annotations

import contextvars
import decimal as real_decimal
import math as real_math
import operator as real_operator
import statistics as real_statistics

import pytest

import stdlib_shims
from stdlib_shims.refusals import Refused, TooLarge

MATH = [
    ("factorial", (20,)),
    ("factorial", (0,)),
    ("comb", (52, 5)),
    ("comb", (3, 9)),
    ("perm", (5,)),
    ("perm", (9, 3)),
    ("perm", (3, 9)),
    ("prod", ([2, 3.5, 4],)),
    ("gcd", (12, 18)),
    ("sqrt", (2,)),
    ("isclose", (1, 1 + 1e-12)),
    ("floor", (-1.5,)),
    ("hypot", (3, 4)),
]


@pytest.mark.parametrize(("name", "args"), MATH)
def test_math_answers_as_the_real_module(face, name, args):
    assert getattr(face("math"), name)(*args) == getattr(real_math, name)(*args)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("factorial", (10**7,)),
        ("comb", (10**9, 10**6)),
        ("perm", (10**7,)),
        ("perm", (10**7, 10**6)),
        ("prod", ([1 << 150_000, 1 << 150_000],)),
    ],
)
def test_math_refuses_integers_that_would_be_huge(face, name, args):
    with pytest.raises(TooLarge, match=" 200000 bits"):
        getattr(face("math"), name)(*args)


def test_math_raises_as_the_real_module_when_arguments_are_wrong(face):
    for call in (lambda: face("math").factorial(-1), lambda: face("math").sqrt(-1)):
        with pytest.raises(ValueError):
            call()
    with pytest.raises(TypeError):
        face("math").factorial("3")


@pytest.mark.parametrize("name", ["mean", "median", "stdev", "pvariance", "multimode", "quantiles", "geometric_mean"])
def test_statistics_answer_as_the_real_module(face, name):
    data = [1.5, 2, 2, 7, 11.25]
    assert getattr(face("statistics"), name)(data) == getattr(real_statistics, name)(data)


def test_statistics_refuse_what_draws_entropy(face):
    with pytest.raises(AttributeError, match="entropy"):
        _ = face("statistics").NormalDist


def in_own_context(function):
    return contextvars.Context().run(function)


def test_decimal_counts_under_a_fresh_context_whatever_the_process_set(run):
    def body():
        real_decimal.setcontext(real_decimal.Context(prec=3))
        decimal = stdlib_shims.make("decimal", run)
        return str(decimal.Decimal(1) / decimal.Decimal(7))

    assert in_own_context(body) == "0.1428571428571428571428571429"


def test_decimal_runs_do_not_share_a_context(make_run):
    def body(precision):
        decimal = stdlib_shims.make("decimal", make_run())
        decimal.setcontext(decimal.Context(prec=precision))
        return decimal

    contexts = contextvars.Context(), contextvars.Context()
    for context, precision in zip(contexts, (5, 9), strict=True):
        context.run(body, precision)
    assert [context.run(real_decimal.getcontext).prec for context in contexts] == [5, 9]


def test_decimal_localcontext_changes_a_copy_for_a_block(run):
    def body():
        decimal = stdlib_shims.make("decimal", run)
        with decimal.localcontext(prec=4):
            inside = str(decimal.Decimal(2).sqrt())
        with decimal.localcontext(decimal.Context(rounding=decimal.ROUND_UP)) as context:
            assert context.rounding == decimal.ROUND_UP
        return inside, decimal.getcontext().prec

    assert in_own_context(body) == ("1.414", 28)


def test_decimal_refuses_a_huge_precision_and_shared_contexts(run):
    def body():
        decimal = stdlib_shims.make("decimal", run)
        for call in (
            lambda: decimal.Context(prec=10**8),
            lambda: decimal.localcontext(prec=10**8),
            lambda: decimal.setcontext(real_decimal.Context(prec=10**8)),
        ):
            with pytest.raises(TooLarge):
                call()
        with pytest.raises(AttributeError, match="shared by the process"):
            _ = decimal.DefaultContext

    in_own_context(body)


def test_fraction_is_the_real_class(face):
    assert face("fractions").Fraction("0.75") == face("fractions").Fraction(3, 4)


OPERATIONS = [
    ("add", (1, 2)),
    ("mul", (6, 7)),
    ("mul", ("ab", 3)),
    ("mul", (3, [1])),
    ("mul", (1.5, 2)),
    ("pow", (2, 10)),
    ("pow", (2, -1)),
    ("lshift", (1, 8)),
    ("mod", (17, 5)),
    ("mod", ("%s-%05.1f", ("a", 2.25))),
    ("mod", ("%(k)s", {"k": 1})),
    ("contains", ([1, 2], 2)),
    ("itemgetter", (1,)),
]


@pytest.mark.parametrize(("name", "args"), OPERATIONS[:-1])
def test_operator_answers_as_the_real_module(face, name, args):
    assert getattr(face("operator"), name)(*args) == getattr(real_operator, name)(*args)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("mul", (1 << 1_500_000, 1 << 1_500_000)),
        ("mul", ("ab", 10**9)),
        ("mul", (10**9, [1])),
        ("pow", (10, 10**9)),
        ("lshift", (1, 10**9)),
        ("mod", ("%1000000000d", 1)),
        ("mod", ("%.999999f", 1)),
        ("mod", ("%*d", (10**9, 1))),
    ],
)
def test_operator_refuses_results_that_would_be_huge(face, name, args):
    with pytest.raises(TooLarge):
        getattr(face("operator"), name)(*args)


class Customer:
    def __init__(self):
        self.name = "Ada"
        self.friend = self
        self._secret = 1

    def greet(self, word, *, mark="!"):
        return f"{word} {self.name}{mark}"


def test_attrgetter_and_methodcaller_read_public_paths(face):
    operator = face("operator")
    assert operator.attrgetter("friend.name")(Customer()) == "Ada"
    assert operator.attrgetter("name", "friend.name")(Customer()) == ("Ada", "Ada")
    assert operator.methodcaller("greet", "Hi", mark="?")(Customer()) == "Hi Ada?"
    assert operator.itemgetter(1)("abc") == "b"


class Text(str):
    __slots__ = ()


@pytest.mark.parametrize("path", ["_secret", "__class__", "gi_frame", Text("name")])
def test_attrgetter_and_methodcaller_refuse_private_and_computed_names(face, path):
    for make in (face("operator").attrgetter, face("operator").methodcaller):
        with pytest.raises(Refused):
            make(path)(Customer())


def test_attrgetter_refuses_private_names_along_a_path(face):
    with pytest.raises(Refused, match="the attribute __dict__"):
        face("operator").attrgetter("friend.__dict__")(Customer())


def test_attrgetter_goes_through_the_sandboxs_guard_when_there_is_one(make_run):
    asked = []
    run = make_run(getattr=lambda obj, name: asked.append(name) or getattr(obj, name))
    assert stdlib_shims.make("operator", run).attrgetter("friend._secret")(Customer()) == 1
    assert asked == ["friend", "_secret"]
