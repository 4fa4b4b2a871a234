# ruff: noqa: E501 - a row that is a piece of source stays a row
"""Bodies that run: no address, no order of the process, nothing swallowed, true lines."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.running import body_source, make_context, run_plain, run_sandboxed
from vm.core.kernel import Closed
from vm.core.traces import body_frames

# ---- texts and identities

ADDRESSES = body_source(
    """
    class Local: pass
    things = [Local(), lambda: 1, object(), (i for i in ()), print, main, Local, [Local()], {"k": object()}]
    texts = [str(t) for t in things] + [repr(t) for t in things] + [f"{t}" for t in things] + ["%s" % (t,) for t in things]
    texts += ["{}".format(t) for t in things] + list(map(str, things)) + [format(t, "") for t in things] + [ascii(t) for t in things]
    texts += [str(KeyError(things[0]))]
    half = "%s"
    half %= things[1]
    return texts + [half]
    """
)


def test_no_text_shows_an_address() -> None:
    assert not [text for text in run_sandboxed(ADDRESSES) if "0x" in text]


def test_plain_representation_is_kept_by_a_dataclass_only_without_its_own() -> None:
    source = body_source(
        "return repr(A()), repr(B()), repr(C())",
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int = 1\n@dataclass(repr=False)\nclass B:\n    x: int = 1\n"
        "@dataclass\nclass C:\n    def __repr__(self): return 'mine'\n",
    )
    assert run_sandboxed(source) == ("A(x=1)", "<workflow.B object>", "mine")


HASHES = body_source(
    """
    values = ["a", b"a", (1, "b"), None, 1.5, True, frozenset("ab"), Color.RED, Point(1, "x"), Own(), date(2020, 1, 2), Decimal("1.50"), S("q"), object()]
    order = [*{"pear", "apple", "fig"}, *frozenset("xyz"), *({"a": 1}.keys() | {"c", "b"}), *set("hello")]
    class K: pass
    k = K()
    return [hash(v) for v in values], order, [id(k), id(values), id(k)], hash(k) == hash(k)
    """,
    """
    from dataclasses import dataclass
    from datetime import date
    from decimal import Decimal
    from enum import Enum
    class Color(Enum):
        RED = 1
    @dataclass(frozen=True)
    class Point:
        x: int
        y: str
    class Own:
        def __hash__(self): return hash(("own", 1))
    class S(str): pass
    """,
)


def test_hashes_ids_and_set_order_are_the_same_in_another_process() -> None:
    script = (
        "from tests.sandbox.running import run_sandboxed\nfrom tests.sandbox.test_bodies import HASHES\n"
        "print(repr(run_sandboxed(HASHES)))"
    )
    root = Path(__file__).resolve().parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, cwd=root, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert outputs == {repr(run_sandboxed(HASHES)) + "\n"}


@pytest.mark.parametrize("value", ["[1]", "{1}", "{}", "Plain()"])
def test_unhashable_stays_unhashable(value: str) -> None:
    with pytest.raises(TypeError):
        run_sandboxed(body_source(f"return hash({value})", "class Plain:\n    def __eq__(self, o): return True\n"))


def test_hash_of_what_differs_by_process_is_refused() -> None:
    with pytest.raises(TypeError, match="differs by process"):
        run_sandboxed(body_source("return hash(range(3))"))


def test_sum_adds_floats_from_left_to_right_on_every_python() -> None:
    source = body_source("return sum([0.1] * 10), sum([[1], [2]], [])")
    assert run_sandboxed(source) == (0.9999999999999999, [1, 2])
    with pytest.raises(TypeError):
        run_sandboxed(body_source("return sum(['a'], '')"))


# ---- handlers


@pytest.mark.parametrize(
    "handler",
    ["except BaseException: pass", "except: pass", "except Exception: pass\nexcept BaseException as e: pass",
     "except kinds: pass", "except (ValueError, BaseException): pass", "except* kinds: pass"],
)  # fmt: skip
def test_handler_cannot_swallow_the_end_of_a_run(handler: str) -> None:
    context = make_context()

    def write_log(level: str, text: str, origin: Any = None) -> None:
        context.kernel.is_dead = True
        raise Closed

    context.write_log = write_log
    source = body_source(f"kinds = BaseException\ntry:\n    print('die')\n{handler}\nreturn 'swallowed'")
    with pytest.raises(Closed):
        run_sandboxed(source, context=context)


def test_exit_method_cannot_swallow_the_end_of_a_run() -> None:
    context = make_context()

    def write_log(level: str, text: str, origin: Any = None) -> None:
        context.kernel.is_dead = True
        raise Closed

    context.write_log = write_log
    source = body_source(
        "with C(): print('die')\nreturn 'swallowed'",
        "class C:\n    def __enter__(self): pass\n    def __exit__(self, *a): return True\n",
    )
    with pytest.raises(Closed):
        run_sandboxed(source, context=context)


@pytest.mark.parametrize(
    "handler", ["except Exception: pass", "except RecursionError: pass", "except: pass", "except* Exception: pass"]
)
def test_running_out_of_stack_cannot_be_caught(handler: str) -> None:
    source = body_source(f"try:\n    deep()\n{handler}\nreturn 'swallowed'", "def deep(): return deep()\n")
    with pytest.raises((RecursionError, Closed)):
        run_sandboxed(source)


def test_broad_handler_in_a_dead_run_ends_it_whatever_it_caught() -> None:
    context = make_context()
    context.kernel.is_dead = True
    with pytest.raises(Closed):
        run_sandboxed(body_source("try: raise ValueError\nexcept Exception: return 1"), context=context)


# ---- true lines

RAISING = body_source(
    """
    box = Box()
    box.total = 1
    try:
        box.nothing(f"{box!r}", *[x.y for x in ({1, 2})])
    except AttributeError:
        box.size %= (
            1 // 0
        )
    """,
    """
    class Box:
        def __init__(self):
            self.size = 3
            self._private = 4
    """,
)


def positions(run: Any) -> list[tuple[int | None, int | None, int | None, str]]:
    try:
        run(RAISING)
    except ZeroDivisionError as error:
        frames = traceback.extract_tb(error.__traceback__)
        return [(f.lineno, f.colno, f.end_colno, f.name) for f in frames if f.filename == "workflow.py"]
    raise AssertionError("it did not raise")


def test_tracebacks_show_the_lines_and_columns_of_plain_python() -> None:
    assert positions(run_sandboxed) == positions(run_plain)


def test_traceback_shows_the_author_s_source_and_frames() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        run_sandboxed(RAISING)
    assert body_frames(caught.value, {"workflow.py"}) == [
        ("workflow.py", RAISING[: RAISING.index("1 // 0")].count("\n") + 1, "main")
    ]
    assert "1 // 0" in "".join(traceback.format_exception(caught.value))
