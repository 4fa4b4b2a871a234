# ruff: noqa: E501 - a row that is a piece of source stays a row
"""A module is a function to the compiler, and nobody in it can tell."""

from __future__ import annotations

import pytest

from tests.sandbox.running import body_source, findings_of, run_plain, run_sandboxed

SAME = {
    "names of lambdas": ("return f.__qualname__, g.__qualname__, repr(f)[:18]", "f = lambda: 1\ng = (lambda: lambda: 2)()\n"),
    "names of functions": ("return f.__qualname__, f().__qualname__, C.m.__qualname__", "def f():\n    def g(): pass\n    return g\nclass C:\n    def m(self): pass\n"),
    "name of a generator": ("return f().__qualname__", "f = lambda: (x for x in ())\n"),
    "docstring": ("return __doc__", '"""What it is."""\n'),
    "no docstring": ("return __doc__", "x = 1\n"),
    "names that come and go": ("return x, [n for n in (1, 2)]", "x = y = 1\ndel y\ntry: y\nexcept NameError as error: x = str(error)\ntry: error\nexcept NameError: pass\n"),
    "name of an error is deleted": ("try: return error\nexcept NameError: return 'gone'", "try: 1 / 0\nexcept ZeroDivisionError as error: pass\n"),
    "walrus in a comprehension": ("return last", "many = [last := n for n in range(3)]\n"),
    "comprehension hides a name": ("return n, many", "n = 7\nmany = [n for n in range(3)]\n"),
    "class reads what it then binds": ("return C.x", "x = 1\nclass C:\n    x = x + 1\n"),
    "function binds a global": ("f()\nreturn x", "def f():\n    global x\n    x = 3\n"),
    "local of the same name": ("return f(), x", "x = 1\ndef f():\n    x = 2\n    def g():\n        nonlocal x\n        x += 1\n        return x\n    return g()\n"),
    "loop in a module": ("return total", "total = 0\nfor i in range(5): total += i\nwhile total > 5: total -= 1\n"),
    "match in a module": ("return a, rest", "match [1, 2, 3]:\n    case [a, *rest]: pass\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", SAME)
def test_module_behaves_as_it_does_in_plain_python(case: str) -> None:
    source = body_source(*SAME[case])
    assert run_sandboxed(source) == run_plain(source)


OUTSIDE = {
    "return 1": (1, "'return' outside function"),
    "if 1:\n    return": (2, "'return' outside function"),
    "x = yield": (1, "'yield' outside function"),
    "yield from ()": (1, "'yield' outside function"),
    "await x": (1, "'await' outside"),
    "class C:\n    return 1": (2, "'return' outside function"),
    "x = 1\ndef f():\n    nonlocal x": (3, "no binding for nonlocal 'x' found"),
}


@pytest.mark.parametrize("source", OUTSIDE)
def test_module_refuses_what_belongs_in_a_function(source: str) -> None:
    (finding,) = findings_of(source)
    line, text = OUTSIDE[source]
    assert (finding.line, finding.code, text in finding.message) == (line, "syntax-error", True)
