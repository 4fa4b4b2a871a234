# ruff: noqa: E501 - a row that is a piece of source stays a row
"""An error says the same on every Python, where it is caught and where it leaves the run."""

from __future__ import annotations

import sys

import pytest

from tests.sandbox.replays import failure_of, start
from tests.sandbox.running import body_source, run_sandboxed
from tools.exception_texts import texts_of
from vm.sandbox.canon import reword

ONE: dict[tuple[type[Exception], str], str] = {
    (AttributeError, "'int' object has no attribute 'x' and no __dict__ for setting new attributes"): (
        "'int' object has no attribute 'x'"
    ),
    (AttributeError, "'corpus.C' object has no attribute 'a'"): "'C' object has no attribute 'a'",
    (NameError, "name 'lenn' is not defined. Did you mean: 'len'?"): "name 'lenn' is not defined",
    (TypeError, "must assign iterable to extended slice"): "can only assign an iterable",
    (TypeError, "find expected at least 1 argument, got 0"): "find() takes at least 1 argument (0 given)",
    (TypeError, "int expected at most 2 arguments, got 3"): "int() takes at most 2 arguments (3 given)",
    (TypeError, "f() got an unexpected keyword argument 'kye'. Did you mean 'key'?"): (
        "f() got an unexpected keyword argument 'kye'"
    ),
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
    (ZeroDivisionError, "float modulo"): "float modulo by zero",
    (ZeroDivisionError, "float division by zero"): "division by zero",
    (ZeroDivisionError, "integer modulo by zero"): "division by zero",
    (KeyError, "float modulo"): "float modulo",
    (ValueError, "the author's own words"): "the author's own words",
}


@pytest.mark.parametrize(("kind", "said"), ONE)
def test_wording_of_any_python_becomes_one(kind: type[Exception], said: str) -> None:
    error = kind(said)
    reword(error)
    assert error.args == (ONE[kind, said],)
    reword(error)
    assert error.args == (ONE[kind, said],)


def test_causes_and_members_are_reworded_too() -> None:
    inner = ZeroDivisionError("float modulo")
    group = ExceptionGroup("several", [inner])
    error = ValueError(1, 2)
    error.__cause__ = group
    inner.__context__ = error  # a circle
    reword(error)
    assert inner.args == ("float modulo by zero",)


@pytest.mark.parametrize("handler", ["ZeroDivisionError", "Exception", "ArithmeticError"])
def test_error_says_the_same_where_it_is_caught(handler: str) -> None:
    source = body_source(f"x = 0.0\ntry: 1.0 % x\nexcept {handler} as e: return str(e)")
    assert run_sandboxed(source) == "float modulo by zero"


def test_error_in_a_group_says_the_same() -> None:
    source = body_source(
        "try: raise ExceptionGroup('g', [AttributeError(\"'a.b' object has no attribute 'x'\"), ZeroDivisionError('float modulo')])\n"
        "except* ZeroDivisionError as g: said = str(g.exceptions[0])\nexcept* AttributeError: pass\nreturn said"
    )
    assert run_sandboxed(source) == "float modulo by zero"


def test_error_says_the_same_where_it_leaves_the_run() -> None:
    assert failure_of(body_source("return 1.0 % 0.0"))[:2] == ("ZeroDivisionError", "float modulo by zero")
    prelude = "x = 1.0 % 0.0\n"
    assert failure_of(body_source("return 1", prelude))[1] == "float modulo by zero"


def test_forgotten_task_is_reported_in_the_same_words() -> None:
    source = body_source(
        "async def f(): return 1.0 % 0.0\nasync def g(): pass\ncreate_task(f())\nt = create_task(g())\nawait t",
        "from vm import create_task\n",
    )
    _, commands = start(source)
    assert "float modulo by zero" in getattr(commands[0], "text", "")


def test_wording_of_this_python_is_known() -> None:
    """The corpus of `tools.exception_texts` holds nothing that its one wording would word again."""
    found = texts_of(sys.executable)
    assert found["1.0 % 0"][0] == "ZeroDivisionError"
    assert sum(bool(kind) for kind, _ in found.values()) > 200
