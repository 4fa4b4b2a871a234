"""Workflows out of nothing: a grammar over the language, the library and concurrency, as tables of templates.

`<int>` in a template is any expression that gives a whole number, `<block>` one or more statements, and so on for
the other keys.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from textwrap import indent
from typing import Final

from tools.determinism.templates import DEFINITIONS, EXPRESSIONS, IMPORTS, MAIN, STATEMENTS

Choose = Callable[[Sequence[str]], str]

_HOLE: Final = re.compile(r"( *)<(\w+)>")
_MAX_DEPTH: Final = 3
_FEW: Final = "1123"
_MANY: Final = ("6", "8", "10", "12", "14")
_WORDS: Final = ("pear", "Ärger", "fig", "straße", "kiwi", "Ünder", "lime 7", "x")


class Maker:
    """Makes one program. `choose` makes every choice."""

    def __init__(self, choose: Choose) -> None:
        self._choose = choose
        self._count = 0

    def program(self) -> str:
        body = indent(self._block(_MAX_DEPTH, _MANY), "    ")
        return _with_what_it_names(
            MAIN + body + "\n    return [repr(seen), n, x, word, items, table, sorted(chosen)]\n"
        )

    def _make(self, kind: str, depth: int) -> str:
        templates = STATEMENTS if kind == "statement" else EXPRESSIONS[kind]
        if depth <= 0:
            templates = tuple(one for one in templates if _is_leaf(one)) or templates
        return self._fill(self._choose(templates), depth - 1)

    def _fill(self, template: str, depth: int) -> str:
        self._count += 1
        template = template.replace("<fresh>", f"v{self._count}")
        return _HOLE.sub(lambda hole: hole[1] + self._part(hole[2], len(hole[1]), depth), template)

    def _part(self, kind: str, column: int, depth: int) -> str:
        if kind == "block":
            return indent(self._block(depth, _FEW), " " * column).lstrip()
        if kind == "digit":
            return self._choose("0123456789")
        if kind == "word":
            return repr(self._choose(_WORDS))
        return self._make(kind, depth)

    def _block(self, depth: int, counts: Sequence[str]) -> str:
        return "\n".join(self._make("statement", depth) for _ in range(int(self._choose(counts))))


def _named(definition: str) -> str:
    found = re.search(r"^(?:(?:async )?def|class) (\w+)|^(\w+) =", definition, re.MULTILINE)
    assert found is not None, definition
    return found[1] or found[2]


def _with_what_it_names(program: str) -> str:
    """Put before a program the imports and definitions that it needs, and no others."""
    for name, definition in reversed(_DEFINITIONS):
        if re.search(rf"\b{name}\b", program):
            program = f"{definition}\n\n\n{program}"
    imports = [line for line in IMPORTS.split("\n") if line and re.search(rf"\b{line.split()[-1]}\b", program)]
    return "\n".join(imports) + f"\n\n\n{program}"


def _is_leaf(template: str) -> bool:
    return all(kind in ("digit", "word") for _, kind in _HOLE.findall(template))


_DEFINITIONS: Final = [(_named(part), part) for part in DEFINITIONS.strip().split("\n\n\n")]


def generate(count: int, seed: int) -> list[str]:
    """Return that many programs: a workflow `main` and its steps. The same seed gives the same, and more for more."""
    return [Maker(random.Random(f"{seed}/{number}").choice).program() for number in range(count)]
