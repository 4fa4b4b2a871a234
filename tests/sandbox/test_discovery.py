"""Directives and decorators, and those that somebody meant."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from vm.errors import WrongArguments
from vm.sandbox.bundle import Bundle
from vm.sandbox.declared import Declared
from vm.sandbox.directives import near_miss
from vm.sandbox.discovery import discover

EVERY_WAY = '''
import vm
import vm as w
from vm import step, workflow as flow

async def one():
    "use workflow"

@flow
async def two(): ...

@vm.workflow()
async def three(): ...

def a():
    "use step"

@step
def b(): ...

@step(max_retries=3)
async def c(x: int, *, y="z") -> dict: ...

@w.step(timeout="3s")
async def d(): ...

if True:
    async def e():
        """use step"""

def plain(): ...
'''


def findings(text: str) -> list[str]:
    return [finding.code for finding in discover(Bundle("w.py", {"w.py": textwrap.dedent(text)})).findings]


def only(text: str) -> Declared:
    [found] = discover(Bundle("w.py", {"w.py": text})).workflows.values()
    return found


def test_directives_and_decorators_declare_the_same() -> None:
    found = discover(Bundle("pkg/w.py", {"pkg/w.py": EVERY_WAY}))
    assert list(found.workflows) == [f"workflow//pkg/w.py//{name}" for name in ("one", "two", "three")]
    assert [step.name for step in found.steps.values()] == ["a", "b", "c", "d", "e"]
    assert found.findings == ()


def test_declaration_says_where_and_how() -> None:
    step = discover(Bundle("w.py", {"w.py": EVERY_WAY})).steps["step//w.py//c"]
    assert (step.line, step.is_async, str(step.signature)) == (22, True, "(x: int, *, y='z') -> dict")


def test_same_name_in_two_files_stays_two_steps() -> None:
    text = 'def f():\n    "use step"\n'
    assert list(discover(Bundle("a.py", {"a.py": text, "b.py": text})).steps) == ["step//a.py//f", "step//b.py//f"]


def test_decorator_of_another_package_means_nothing() -> None:
    found = discover(Bundle("w.py", {"w.py": "from other import step\n@step\ndef f(): ...\n"}))
    assert (dict(found.steps), found.findings) == ({}, ())


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("directive-near-miss", 'def f():\n    "use stepp"\n'),
        ("directive-near-miss", 'def f():\n    "Use Step"\n'),
        ("directive-near-miss", 'async def f():\n    "use workflow."\n'),
        ("directive-near-miss", 'async def f():\n    "use-workflow"\n'),
        ("directive-near-miss", 'async def f():\n    "use work flow"\n'),
        ("directive-near-miss", 'async def f():\n    "useworkflow"\n'),
        ("directive-near-miss", 'async def f():\n    "uses step"\n'),
        ("directive-near-miss", 'class C:\n    def f(self):\n        " use step "\n'),
        ("directive-on-generator", 'def f():\n    "use step"\n    yield 1\n'),
        ("directive-on-generator", 'async def f():\n    "use workflow"\n    for x in y:\n        yield x\n'),
        ("directive-on-lambda", 'f = lambda: "use step"\n'),
        ("directive-nested", 'def f():\n    def g():\n        "use step"\n'),
        ("directive-nested", 'class C:\n    async def g(self):\n        "use workflow"\n'),
        ("directive-nested", "from vm import step\nclass C:\n    @step\n    def g(self): ...\n"),
        ("directive-misplaced", 'def f():\n    x = 1\n    "use step"\n'),
        ("directive-misplaced", '"use workflow"\n'),
        ("directive-misplaced", 'def f():\n    "A docstring."\n    "use step"\n'),
        ("directive-conflict", 'from vm import step\n@step\nasync def f():\n    "use workflow"\n'),
        ("workflow-not-async", 'def f():\n    "use workflow"\n'),
        ("workflow-not-async", "from vm import workflow\n@workflow\ndef f(): ...\n"),
        ("duplicate-name", 'def f():\n    "use step"\ndef f():\n    "use step"\n'),
        ("syntax-error", "def (\n"),
    ],
)
def test_misuse_is_found(code: str, text: str) -> None:
    assert findings(text) == [code]


@pytest.mark.parametrize(
    "text",
    [
        'def f():\n    "Use the step."\n',
        'def f():\n    "use"\n',
        'def f():\n    "A long text about how to use step functions well."\n',
        'def f():\n    "use step"\n    def g():\n        yield 1\n    return g\n',
        "def f():\n    1\n",
        "f = lambda: 1\n",
        'x = "use step"\n',
        'if __name__ == "__main__":\n    def f(): ...\n',
    ],
)
def test_nothing_is_found_where_nothing_is_meant(text: str) -> None:
    assert findings(text) == []


def test_near_miss_names_what_was_meant() -> None:
    assert near_miss("use stepp") == "use step"
    assert near_miss("Use Workflow") == "use workflow"
    assert near_miss("use step") is None


SIGNATURE = 'async def main(a, /, b, c=3, *d, e, f=6, **g):\n    "use workflow"\n'
FIXED = 'async def main(a, /, b, c=3, *, e=5):\n    "use workflow"\n'


@pytest.mark.parametrize(
    ("source", "args", "kwargs"),
    [
        (SIGNATURE, (1, 2), {"e": 5}),
        (SIGNATURE, (1,), {"b": 2, "e": 5, "anything": 1}),
        (SIGNATURE, (1, 2, 3, 4, 5), {"e": 5, "a": 9}),
        (FIXED, (1, 2), {}),
        (FIXED, (1,), {"b": 2, "c": 3}),
    ],
)
def test_arguments_are_accepted_when_a_call_would_be(source: str, args: Any, kwargs: Any) -> None:
    only(source).check_arguments(args, kwargs)


@pytest.mark.parametrize(
    ("args", "kwargs", "why"),
    [
        ((), {}, "a and b are missing"),
        ((1,), {}, "b is missing"),
        ((1, 2, 3, 4), {}, "it takes 3 arguments by position, 4 were given"),
        ((1, 2), {"b": 3}, "b was given twice"),
        ((1, 2), {"a": 3}, "a can only be given by position"),
        ((1, 2), {"z": 3}, "it has no parameter z (by name it takes: b, c, e)"),
    ],
)
def test_arguments_are_refused_in_our_own_words(args: Any, kwargs: Any, why: str) -> None:
    with pytest.raises(WrongArguments) as caught:
        only(FIXED).check_arguments(args, kwargs)
    assert why in str(caught.value)
    assert "main(a, /, b, c=3, *, e=5)" in str(caught.value)


def test_argument_to_a_workflow_without_any_is_one_too_many() -> None:
    with pytest.raises(WrongArguments, match="it takes 0 arguments by position, 1 were given"):
        only('async def main():\n    "use workflow"\n').check_arguments((1,), {})
    with pytest.raises(WrongArguments, match="by name it takes: none"):
        only('async def main():\n    "use workflow"\n').check_arguments((), {"x": 1})
    with pytest.raises(WrongArguments, match="1 argument by"):
        only('async def main(x):\n    "use workflow"\n').check_arguments((1, 2), {})
