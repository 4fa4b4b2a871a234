"""Sources made from other sources: syntax trees with parts exchanged, names replaced, text damaged."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from stdlib_shims.tables import words
from vm.sandbox import names

_SPECIAL: Final = words(
    """
    __class__ __dict__ __globals__ __code__ __self__ __func__ __closure__ __builtins__ __subclasses__ __mro__
    __bases__ __base__ __getattribute__ __reduce_ex__ __init_subclass__ __match_args__ __traceback__ __wrapped__
    __mro_entries__ __await__ __del__ __exit__ __get__ __set_name__ __instancecheck__ __import__ __spec__
    """
)
_PUBLIC: Final = words("mro gen func args kwds fget fset maps default_factory exceptions split derive value name")
_PRIVATE: Final = words("_kernel _context _namespace _origin _coroutine _target _members _gate _run _order")
_MODULES: Final = words("workflow vm vm.errors asyncio typing dataclasses functools contextlib enum json collections")
_BUILTINS: Final = words("type getattr setattr vars super str map iter next anext object property hash id isinstance")

DICTIONARY: Final = [*sorted(names.DENIED), *names.DYNAMIC, *_SPECIAL, *_PUBLIC, *_PRIVATE]
"""Names worth trying where only a run can tell."""

WRITABLE_IN_SOURCE: Final = [*names.DYNAMIC, *sorted(names.READABLE), *_PUBLIC, *_PRIVATE]
"""Attribute names that the policy does not refuse at sight: the others would end most candidates early."""

TRIES: Final = 8
SPREAD: Final = 4  # mutations a candidate
DAMAGED: Final = 0.1  # share of candidates whose text is damaged too


class Mutator:
    """Makes candidates of `bases`, with parts of `donors`. The same seed and sources give the same candidates."""

    def __init__(self, bases: Sequence[str], donors: Sequence[str], seed: int) -> None:
        self._random = Random(seed)
        self._trees = _parse_all(bases)
        nodes = [node for tree in _parse_all([*bases, *donors]) for node in ast.walk(tree)]
        self._expressions = [node for node in nodes if isinstance(node, ast.expr)]
        self._statements = [node for node in nodes if isinstance(node, ast.stmt)]
        self._ways: list[Callable[[ast.Module], None]] = [
            self._rename_attribute,
            self._exchange_expression,
            self._wrap_expression,
            self._insert_statement,
            self._replace_text,
            self._rename_binding,
        ]

    def candidate(self) -> str:
        """Return the text of a new candidate. It may not compile: that is the sandbox's to find out."""
        for _ in range(TRIES):
            tree = copy.deepcopy(self._random.choice(self._trees))
            for _ in range(self._random.randint(1, SPREAD)):
                self._random.choice(self._ways)(tree)
            try:
                text = ast.unparse(ast.fix_missing_locations(tree))
            except (ValueError, TypeError, AttributeError, RecursionError):  # a tree that is no Python
                continue
            return self._damage(text) if self._random.random() < DAMAGED else text
        return ""

    # ---- ways

    def _rename_attribute(self, tree: ast.Module) -> None:
        node = self._pick(tree, ast.Attribute)
        if isinstance(node, ast.Attribute):
            node.attr = self._random.choice(WRITABLE_IN_SOURCE)

    def _exchange_expression(self, tree: ast.Module) -> None:
        self._replace(tree, lambda _: copy.deepcopy(self._random.choice(self._expressions)))

    def _wrap_expression(self, tree: ast.Module) -> None:
        self._replace(tree, self._wrapped)

    def _wrapped(self, inner: ast.expr) -> ast.expr:
        name, text = self._random.choice(DICTIONARY), self._random.choice(_BUILTINS)
        written = self._random.choice(WRITABLE_IN_SOURCE)
        forms: list[ast.expr] = [
            ast.Attribute(inner, written, ast.Load()),
            ast.Call(ast.Name(text, ast.Load()), [inner], []),
            ast.Call(ast.Name(text, ast.Load()), [inner, ast.Constant(name)], []),
            ast.Call(ast.Attribute(ast.Constant(f"{{0.{name}}}"), "format", ast.Load()), [inner], []),
            ast.Call(ast.Attribute(inner, written, ast.Load()), [], []),
            ast.Subscript(inner, ast.Constant(name), ast.Load()),
            ast.Await(inner),
        ]
        return self._random.choice(forms)

    def _insert_statement(self, tree: ast.Module) -> None:
        holders = [node for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list)]
        body: list[ast.stmt] = self._random.choice(holders).body  # type: ignore[attr-defined]
        statement = copy.deepcopy(self._random.choice(self._statements))
        if self._random.random() < 0.2:
            statement = ast.Import([ast.alias(self._random.choice(_MODULES))])
        body.insert(self._random.randint(0, len(body)), statement)

    def _replace_text(self, tree: ast.Module) -> None:
        texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        texts = [node for node in texts if node.value not in ("use workflow", "use step")]
        if texts:
            self._random.choice(texts).value = self._random.choice(DICTIONARY)

    def _rename_binding(self, tree: ast.Module) -> None:
        node = self._pick(tree, ast.Name)
        if isinstance(node, ast.Name):
            node.id = self._random.choice([*_BUILTINS, *_SPECIAL, "self", "cls"])

    # ---- helpers

    def _pick(self, tree: ast.Module, kind: type[ast.AST]) -> ast.AST | None:
        found = [node for node in ast.walk(tree) if isinstance(node, kind)]
        return self._random.choice(found) if found else None

    def _replace(self, tree: ast.Module, make: Callable[[ast.expr], ast.expr]) -> None:
        """Put another expression where one that is read stands."""
        places = []
        for node in ast.walk(tree):
            for field, value in ast.iter_fields(node):
                if isinstance(value, ast.expr) and isinstance(getattr(value, "ctx", ast.Load()), ast.Load):
                    places.append((node, field, value))
        if places:
            node, field, value = self._random.choice(places)
            setattr(node, field, make(value))

    def _damage(self, text: str) -> str:
        at = self._random.randrange(len(text) + 1)
        piece = self._random.choice(["\0", "(", "\\", "'", "ｅ", "\u202e", "  ", "*", "{", "__"])
        return text[:at] + piece + text[at + self._random.randint(0, 2) :]


def _parse_all(sources: Sequence[str]) -> list[ast.Module]:
    found = []
    for source in sources:
        try:
            found.append(ast.parse(source))
        except SyntaxError:  # a corpus file for a newer Python
            continue
    return found
