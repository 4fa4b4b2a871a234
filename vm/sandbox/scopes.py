"""What a piece of source binds, and how control leaves it. Pure questions about a syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import field
from typing import Any, Final, Literal

from vm.core.frozen import frozen, record
from vm.sandbox.trees import add_children, children, walk

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_FUNCTION_KINDS: Final = frozenset(FUNCTIONS)


@record
class Scope:
    """A scope being read. `self_name` is a method's first parameter, if nothing in the method rebinds it.

    `is_of_class` says that the parameter is the class; `uses_super` that it must not be one; `uses_left` that several
    units are taken at once in it.

    An "expression" is a lambda or a comprehension, a "source" what a comprehension goes through. `held` counts the
    operands that guards keep in variables; `near` are the hooks that its loops read from variables, `loops` how many
    loops stand around what is read. `is_lazy` says that it is a generator expression: others of the same place may be
    at work meanwhile.
    """

    kind: Literal["module", "class", "function", "expression", "source"]
    name: str = ""
    self_name: str | None = None
    is_of_class: bool = False
    needs_check: bool = False
    uses_super: bool = False
    uses_left: bool = False
    held: int = 0
    loops: int = 0
    near: set[str] = field(default_factory=set)
    is_lazy: bool = False


def bound_names(*nodes: ast.AST) -> set[str]:
    """Return every name that `nodes` or anything in them binds, deletes or declares, in whatever scope."""
    found: set[str] = set()
    for node in walk(*nodes):
        kind = type(node)
        if kind is ast.Name:
            if type(node.ctx) is not ast.Load:  # type: ignore[attr-defined]
                found.add(node.id)  # type: ignore[attr-defined]
        elif kind in _BOUND_BY:
            found.update(_BOUND_BY[kind](node))
    return found


def class_names(tree: ast.Module) -> dict[str, int]:
    """Return the names that are bound by undecorated class statements, and in no other way anywhere: by how many."""
    found: dict[str, int] = {}
    others: set[str] = set()
    for node in walk(tree):
        kind = type(node)
        if kind is ast.Name:
            if type(node.ctx) is not ast.Load:  # type: ignore[attr-defined]
                others.add(node.id)  # type: ignore[attr-defined]
        elif kind is ast.ClassDef and not node.decorator_list:  # type: ignore[attr-defined]
            found[node.name] = found.get(node.name, 0) + 1  # type: ignore[attr-defined]
        elif kind in _BOUND_BY:
            others.update(_BOUND_BY[kind](node))
    return {name: count for name, count in found.items() if name not in others}


def _named(node: Any) -> Iterable[str]:
    return () if node.name is None else (node.name,)


_BOUND_BY: Final[dict[type[ast.AST], Callable[[Any], Iterable[str]]]] = {
    ast.arg: lambda node: (node.arg,),
    ast.alias: lambda node: (node.asname or node.name.partition(".")[0],),
    ast.Global: lambda node: node.names,
    ast.Nonlocal: lambda node: node.names,
    ast.MatchMapping: lambda node: () if node.rest is None else (node.rest,),
    **dict.fromkeys((ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef), _named),
    **dict.fromkeys((ast.ExceptHandler, ast.MatchAs, ast.MatchStar), _named),
    **{getattr(ast, name): _named for name in ("TypeVar", "ParamSpec", "TypeVarTuple") if hasattr(ast, name)},
}
"""By the kind of a node that binds names, other than by a `Name`: which. Type parameters are from 3.12 on."""


@frozen
class Counters:
    """What names are bound to, as far as the assignments of functions show: `for NAME in range(...)`, `NAME += 1`."""

    plain: frozenset[str]
    """Bound to numbers and texts, and in no other way anywhere."""

    figures: frozenset[str]
    """Those of them that are bound to real numbers alone."""

    numbers: frozenset[str]
    """Bound to a number somewhere: to add to one of them is to count."""


def find_counters(tree: ast.Module) -> Counters:
    """Return what can be known of names."""
    values: dict[str, list[ast.expr]] = {}
    others: set[str] = set()
    targets: set[ast.AST] = set()
    queue: list[tuple[ast.AST, bool]] = [(tree, False)]
    while queue:
        node, is_inside = queue.pop()
        kind = type(node)
        if kind is ast.Name:
            if type(node.ctx) is not ast.Load and node not in targets:  # type: ignore[attr-defined]
                others.add(node.id)  # type: ignore[attr-defined]
            continue
        if kind in _BOUND_BY:
            others.update(_BOUND_BY[kind](node))
        elif is_inside and kind in _ASSIGNING and (found := _assigned(node)) is not None:
            targets.add(found[0])
            values.setdefault(found[0].id, []).append(found[1])
        is_inside = is_inside or kind in _FUNCTION_KINDS
        queue.extend([(child, is_inside) for child in children(node)])
    numbers = {name for name, found in values.items() if any(_is_number(value) for value in found)}
    plain = _closed(values, others, _is_written)
    return Counters(plain, _closed(values, others, _is_number), frozenset(numbers))


_ASSIGNING: Final = frozenset((ast.For, ast.comprehension, ast.Assign, ast.AugAssign))
_ZERO: Final = ast.Constant(0)


def _assigned(node: Any) -> tuple[ast.Name, ast.expr] | None:
    """Return the one name that a statement or a loop binds, and a value for it."""
    if isinstance(node, ast.Assign):
        target, value = node.targets[0], node.value
        if len(node.targets) > 1:
            return None
    elif isinstance(node, ast.AugAssign):
        target, value = node.target, node.value
    else:
        target, value = node.target, node.iter
        if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "range"):
            return None
        value = _ZERO
    return (target, value) if isinstance(target, ast.Name) else None


def _closed(values: dict[str, list[ast.expr]], others: set[str], is_one: Callable[[ast.expr], bool]) -> frozenset[str]:
    """Return the names whose values are made of such constants, and of one another."""
    known = {} if "range" in others else {name: found for name, found in values.items() if name not in others}
    while True:
        kept = {
            name: found for name, found in known.items() if all(is_made_of(value, known, is_one) for value in found)
        }
        if len(kept) == len(known):
            return frozenset(kept)
        known = kept


def _is_number(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and type(value.value) in (int, float)


def _is_written(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant)


def is_made_of(value: ast.expr, known: Collection[str], is_one: Callable[[ast.expr], bool] = _is_number) -> bool:
    """Whether an expression computes with known names and such constants only. A power of numbers may be complex."""
    if isinstance(value, ast.BinOp):
        is_real = not isinstance(value.op, ast.Pow) or is_one is not _is_number
        return is_real and is_made_of(value.left, known, is_one) and is_made_of(value.right, known, is_one)
    if isinstance(value, ast.Name):
        return value.id in known
    return is_one(value)


def self_name(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str | None:
    """Return a method's first parameter, or None if it has none or the method binds that name again."""
    if any(isinstance(item, ast.Name) and item.id == "staticmethod" for item in node.decorator_list):
        return None
    parameters = [*node.args.posonlyargs, *node.args.args]
    if not parameters:
        return None
    name = parameters[0].arg
    return None if name in bound_names(*node.body) else name


def is_of_class(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Tell whether a method is meant to be given the class for its first parameter."""
    is_decorated = any(isinstance(item, ast.Name) and item.id == "classmethod" for item in node.decorator_list)
    return is_decorated or node.name in ("__new__", "__init_subclass__", "__class_getitem__")


def is_called_by_interpreter(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function may be entered in other ways than by a call that is written in source."""
    is_special = node.name.startswith("__") and node.name.endswith("__")
    return is_special or bool(node.decorator_list) or yields(node.body)


def yields(body: Sequence[ast.AST]) -> bool:
    """Whether what stands in a function makes a generator of it."""
    queue = [*body]
    for node in queue:
        if type(node) in _YIELDING:
            return True
        if type(node) not in _APART and type(node) is not ast.ClassDef:
            add_children(queue, (node,))
    return False


_YIELDING: Final = frozenset((ast.Yield, ast.YieldFrom))
_PIECES: Final = (ast.expr, ast.stmt)
_WORKING: Final = frozenset((ast.Call, ast.FormattedValue, ast.ClassDef))
_LOOPS: Final = frozenset((ast.For, ast.AsyncFor))
_COMPREHENSIONS: Final = frozenset((ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp))
_APART: Final = frozenset(FUNCTIONS)


def units_of(parts: Iterable[ast.AST]) -> int:
    """Return how many units of fuel it takes to go through some source once.

    Two calls are one, and so are ten other expressions. What a loop, a function or a comprehension in it does at
    each turn is paid for there.
    """
    pieces = work = 0
    queue: list[Any] = list(parts)
    for node in queue:
        kind = type(node)
        pieces += issubclass(kind, _PIECES)
        work += kind in _WORKING
        if kind in _LOOPS:
            queue += [node.target, node.iter, *node.orelse]
        elif kind is ast.While:
            queue += node.orelse
        elif kind in _COMPREHENSIONS:
            queue.append(node.generators[0].iter)
        elif kind not in _APART:
            add_children(queue, (node,))
    return 1 + work // 2 + pieces // 10


def units_of_turn(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> int:
    """Return what a comprehension does with each item of its first source. Those within are counted the same."""
    made: tuple[ast.expr, ...] = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
    sources = [generator.iter for generator in node.generators[1:]]
    tests = [test for generator in node.generators for test in generator.ifs]
    return units_of([part for part in (*made, *sources, *tests) if part is not None])


def leaving_jumps(body: Sequence[ast.stmt], *, in_loop: bool = False) -> Iterator[ast.stmt]:
    """Yield the `return`, `break` and `continue` that leave `body`."""
    for statement in body:
        if isinstance(statement, ast.Return) or (isinstance(statement, (ast.Break, ast.Continue)) and not in_loop):
            yield statement
        elif isinstance(statement, (ast.For, ast.AsyncFor, ast.While)):
            yield from leaving_jumps(statement.body, in_loop=True)
            yield from leaving_jumps(statement.orelse, in_loop=in_loop)
        elif not isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
            yield from leaving_jumps(_blocks(statement), in_loop=in_loop)


def leaves_early(body: Sequence[ast.stmt]) -> bool:
    """Whether a loop may stop, or wait, before its last turn. What its calls raise is not counted."""
    if _ENDING.isdisjoint(map(type, walk(*body))):
        return False
    queue: list[tuple[ast.AST, bool]] = [(statement, False) for statement in body]
    while queue:
        node, in_loop = queue.pop()
        if isinstance(node, _LEAVING) or (isinstance(node, ast.Break) and not in_loop):
            return True
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            inside = in_loop or isinstance(node, (ast.For, ast.While))
            queue.extend((child, inside) for child in children(node))
    return False


def is_left_early(body: Sequence[ast.stmt]) -> bool:
    """Whether a loop has a way out before its last turn, written in it: such loops are mostly short."""
    return any(not isinstance(jump, ast.Continue) for jump in leaving_jumps(body))


_LEAVING: Final = (
    *(ast.Return, ast.Raise, ast.Yield, ast.YieldFrom),
    *(ast.Await, ast.AsyncFor, ast.AsyncWith),
)
_ENDING: Final = frozenset((*_LEAVING, ast.Break))


def _blocks(statement: ast.stmt) -> list[ast.stmt]:
    """Return the statements inside an `if`, `with`, `try` or `match`."""
    found: list[ast.stmt] = []
    for child in children(statement):
        if isinstance(child, ast.stmt):
            found.append(child)
        elif isinstance(child, (ast.ExceptHandler, ast.match_case)):
            found.extend(child.body)
    return found


def clean_docstring(body: Sequence[ast.stmt]) -> None:
    """Take the indentation out of a docstring, as the compiler does from 3.13 on."""
    if after_docstring(body):
        constant = body[0].value  # type: ignore[attr-defined]
        constant.value = without_indentation(constant.value)


def without_indentation(text: str) -> str:
    """Return a docstring without the blanks that all its lines but the first begin with."""
    if "\n" not in text and "\t" not in text:
        return text.lstrip(" ")
    first, *rest = text.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in rest if line.strip(" ")), default=0)
    shortened = [line[min(margin, len(line) - len(line.lstrip(" "))) :] for line in rest]
    return "\n".join([first.lstrip(" "), *shortened])


def after_docstring(body: Sequence[ast.stmt]) -> int:
    """Return where a statement can be put in without taking a docstring from its owner."""
    first = body[0] if body else None
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return 1 if is_text and isinstance(first.value.value, str) else 0  # type: ignore[union-attr]
