"""An error says the same on every Python, where it is caught and where it leaves the run."""

from __future__ import annotations

import pytest

from tests.sandbox.replays import failure_of, result_of, start
from tests.sandbox.running import body_source, run_sandboxed
from vm.sandbox.canon import reword, word

ONE: dict[tuple[type[Exception], str], str] = {
    (AttributeError, "'int' object has no attribute 'x' and no __dict__ for setting new attributes"): (
        "'int' object has no attribute 'x'"
    ),
    (AttributeError, "'corpus.C' object has no attribute 'a'"): "'C' object has no attribute 'a'",
    (AttributeError, "'corpus.f.<locals>.C' object has no attribute 'a'"): "'C' object has no attribute 'a'",
    (NameError, "name 'lenn' is not defined. Did you mean: 'len'?"): "name 'lenn' is not defined",
    (TypeError, "must assign iterable to extended slice"): "can only assign an iterable",
    (TypeError, "find expected at least 1 argument, got 0"): "find() takes at least 1 argument (0 given)",
    (TypeError, "int expected at most 2 arguments, got 3"): "int() takes at most 2 arguments (3 given)",
    (TypeError, "reduce() takes at least 2 positional arguments (0 given)"): (
        "reduce() takes at least 2 arguments (0 given)"
    ),
    (TypeError, "f() got an unexpected keyword argument 'kye'. Did you mean 'key'?"): (
        "f() got an unexpected keyword argument 'kye'"
    ),
    (TypeError, "'kye' is an invalid keyword argument for sort()"): "sort() got an unexpected keyword argument 'kye'",
    (TypeError, "str.find() takes no keyword arguments"): "find() takes no keyword arguments",
    (TypeError, "cannot use 'list' as a dict key (unhashable type: 'list')"): "unhashable type: 'list'",
    (TypeError, "argument of type 'int' is not a container or iterable"): "argument of type 'int' is not iterable",
    (TypeError, "non-default argument 'y' follows default argument 'x'"): (
        "non-default argument 'y' follows default argument"
    ),
    (TypeError, "Can't instantiate abstract class A with abstract methods f, g"): (
        "Can't instantiate abstract class A without an implementation for abstract methods 'f', 'g'"
    ),
    (TypeError, "Can't instantiate abstract class A without an implementation for abstract method 'f'"): (
        "Can't instantiate abstract class A without an implementation for abstract method 'f'"
    ),
    (ValueError, "max() arg is an empty sequence"): "max() iterable argument is empty",
    (ValueError, "too many values to unpack (expected 2, got 3)"): "too many values to unpack (expected 2)",
    (ValueError, "'a' is not in list"): "list.index(x): x not in list",
    (ValueError, "month must be in 1..12, not 13"): "month must be in 1..12",
    (ValueError, "day 30 must be in range 1..29 for month 2 in year 2000"): "day is out of range for month",
    (ValueError, "year must be in 1..9999, not 0"): "year 0 is out of range",
    (ZeroDivisionError, "float modulo"): "division by zero",
    (ZeroDivisionError, "float division by zero"): "division by zero",
    (ZeroDivisionError, "integer modulo by zero"): "division by zero",
    (KeyError, "float modulo"): "float modulo",
    (ValueError, "the author's own words"): "the author's own words",
}


@pytest.mark.parametrize(("kind", "said"), ONE)
def test_wording_of_any_python_becomes_one(kind: type[Exception], said: str) -> None:
    found = word(kind, said)
    assert found == ONE[kind, said]
    assert word(kind, found) == found


def divide(by: float) -> Exception:
    try:
        return ValueError(1.0 % by)
    except ZeroDivisionError as error:
        return error


def test_causes_and_members_are_reworded_too() -> None:
    inner = divide(0.0)
    error = ValueError(1, 2)
    error.__cause__ = ExceptionGroup("several", [inner])
    inner.__context__ = error  # a circle
    reword(error)
    assert inner.args == ("division by zero",)


@pytest.mark.parametrize("handler", ["ZeroDivisionError", "Exception", "ArithmeticError"])
def test_error_says_the_same_where_it_is_caught(handler: str) -> None:
    source = body_source(f"x = 0.0\ntry: 1.0 % x\nexcept {handler} as e: return str(e)")
    assert run_sandboxed(source) == "division by zero"


def test_error_in_a_group_says_the_same() -> None:
    source = body_source(
        "try: 1.0 % x\nexcept Exception as error: caught = error\n"
        "try: raise ExceptionGroup('g', [KeyError(1), caught])\n"
        "except* ZeroDivisionError as g: said = str(g.exceptions[0])\nexcept* KeyError: pass\nreturn said",
        "x = 0.0\n",
    )
    assert run_sandboxed(source) == "division by zero"


@pytest.mark.parametrize("handler", ["ZeroDivisionError", "Exception"])
@pytest.mark.parametrize("raising", ["raise error", "raise error from ValueError()", "raise ZeroDivisionError(text)"])
def test_what_the_author_says_stays_as_it_is(handler: str, raising: str) -> None:
    source = body_source(
        f"text = 'float modulo'\nerror = ZeroDivisionError(text)\n"
        f"try:\n    try: {raising}\n    except {handler} as e: raise\nexcept {handler} as e: return str(e)"
    )
    assert run_sandboxed(source) == "float modulo"
    assert failure_of(body_source("raise ZeroDivisionError('float modulo')"))[1] == "float modulo"


OWN = "class Own(Exception):\n    {}\n"


@pytest.mark.parametrize(
    "members", ["pass", "args = 3", "args = ('clean',)", "args = property(lambda self: ('clean',))"]
)
def test_what_an_error_of_the_authors_was_raised_over_says_the_same(members: str) -> None:
    source = body_source(
        "for _ in range(2):\n"
        "    try:\n"
        "        try: 1.0 % 0.0\n"
        "        except ZeroDivisionError: raise Own('mine')\n"
        "    except Own as error: said = str(error.__context__)\n"
        "return said",
        OWN.format(members),
    )
    assert run_sandboxed(source) == "division by zero"


def test_error_of_the_authors_shows_no_address_when_it_is_caught_again() -> None:
    source = body_source(
        "for text in ('mine', 'f at 0x7f21', 'mine'):\n"
        "    try: raise Own(text)\n"
        "    except Own as error: said.append(error.args)\n"
        "return said",
        f"said = []\n{OWN.format('pass')}",
    )
    assert run_sandboxed(source) == [("mine",), ("f",), ("mine",)]


def test_what_gather_and_a_task_give_back_says_the_same() -> None:
    source = body_source(
        "async def f(): return 1.0 % 0.0\n(error,) = await gather(f(), return_exceptions=True)\nreturn str(error)",
        "from vm import gather\n",
    )
    assert result_of(source) == "division by zero"


def test_error_says_the_same_where_it_leaves_the_run() -> None:
    assert failure_of(body_source("return 1.0 % 0.0"))[:2] == ("ZeroDivisionError", "division by zero")
    prelude = "x = 1.0 % 0.0\n"
    assert failure_of(body_source("return 1", prelude))[1] == "division by zero"


def test_forgotten_task_is_reported_in_the_same_words() -> None:
    source = body_source(
        "async def f(): return 1.0 % 0.0\nasync def g(): pass\ncreate_task(f())\nt = create_task(g())\nawait t",
        "from vm import create_task\n",
    )
    _, commands = start(source)
    assert "ZeroDivisionError: division by zero" in getattr(commands[0], "text", "")
