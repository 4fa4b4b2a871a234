"""What the parts of the policy share: findings, guard calls with true locations, scopes."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import Any, Final, TypeVar

from RestrictedPython.transformer import RestrictingNodeTransformer

from vm.errors import Finding
from vm.sandbox import grammar, hooks, names
from vm.sandbox.scopes import Scope, bound_names, class_names, find_counters
from vm.sandbox.source import finding_at
from vm.sandbox.trees import LOAD, STORE, Located, fields_of, place_all

Node = TypeVar("Node", bound=ast.AST)

_DISPLAYS: Final = (ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp, ast.Constant)
MOST_DOUBLED: Final = 5
"""Loops in one another that may be two each: Python nests no more than twenty blocks."""

_LONG: Final = 4  # items of a display, from where on paying before is cheaper than at each turn
_FRESH: Final = ("sorted", "list", "tuple", "set", "frozenset")
"""Builtins whose result nobody else has."""

_BELOW: Final = ast.Lt()
_LESS: Final = ast.Sub()
_VIEWS: Final = ("items", "keys", "values")

NARROW_HANDLERS: Final = (
    frozenset(
        name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, Exception)
    )
    - names.BROAD_HANDLERS
)
"""Built-in exceptions whose handler can catch nothing of the VM's."""

ERRORS: Final = NARROW_HANDLERS | {"Exception"}
"""Built-in exceptions of which a class of the author's is none that ends a run."""


def where_of(node: Located) -> dict[str, Any]:
    """Return where a node stands, for another that is made there."""
    return {
        "lineno": node.lineno,
        "col_offset": node.col_offset,
        "end_lineno": node.end_lineno,
        "end_col_offset": node.end_col_offset,
    }


def place(node: Node, at: Located) -> Node:
    """Say where a made node stands, and what is in it that was made with it. Return it."""
    place_all(node, at)
    return node


class PolicyBase(RestrictingNodeTransformer):
    """RestrictedPython's transformer with its default deny, its errors as findings, and none of its guards."""

    def __init__(self, file: str, tree: ast.Module) -> None:
        super().__init__()
        self.file = file
        self.findings: list[Finding] = []
        self.bound = frozenset(bound_names(tree))
        self.classes = class_names(tree)
        self.counters = find_counters(tree)
        self.narrow: set[str] = set()  # classes of errors, bound where whatever comes next cannot undo it
        self.scopes = [Scope("module")]
        self._fields: dict[type[ast.AST], tuple[str, ...]] = {}
        self._visitors: dict[type[ast.AST], Callable[[Any], Any]] = {}
        self.native: set[ast.AST] = set()  # nodes proved to need no guard where they stand
        self.payments: dict[ast.AST, str] = {}  # how loops over these are paid for before
        self.blocks = 0  # loops that are
        self.growing: set[ast.AST] = set()  # operations that need one although an operand is small

    # ---- findings

    def refuse(self, node: ast.AST, code: str, message: str, fix: str) -> None:
        self.findings.append(finding_at(self.file, node, code, message, fix))

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Refuse what has no visitor, and leave it where it is."""
        self.not_allowed(node)
        return node

    def not_allowed(self, node: ast.AST) -> None:
        """Refuse a kind of syntax."""
        self._not_allowed(node, type(node).__name__)

    def _not_allowed(self, node: ast.AST, kind: str) -> None:
        reason = names.REFUSED_NODES.get(kind, "nobody has examined it yet")
        self.refuse(node, "refused-syntax", f"{kind} is not allowed in workflow code: {reason}", "write it another way")

    def refuse_strangers(self, tree: ast.Module) -> bool:
        """Refuse nodes, and fields of nodes, that no table knows, wherever they stand. Say whether there were any."""
        for node, kind in grammar.strangers_in(tree):
            self._not_allowed(node, kind)
        return bool(self.findings)

    def error(self, node: ast.AST, info: str) -> None:
        self.refuse(node, "refused-syntax", info, "write it another way")

    def _refuse_kind(self, node: ast.AST) -> ast.AST:
        self.not_allowed(node)
        return node

    visit_Interactive = visit_Expression = visit_TemplateStr = visit_Interpolation = _refuse_kind  # theirs are open

    # ---- the tree

    def contents(self, node: Node) -> Node:
        """Visit what is inside a node, and keep the node. Contexts and operators hold nothing.

        One that this Python has and `grammar` does not know is refused before anything is visited.
        """
        kind = type(node)
        fields = self._fields.get(kind)
        if fields is None:
            fields = self._fields[kind] = fields_of(kind)
        for name in fields:
            value = getattr(node, name, None)
            if type(value) is list:
                if value:
                    value[:] = self._visit_list(value)
            elif isinstance(value, ast.AST):
                found = self.visit(value)
                if found is None:
                    delattr(node, name)
                else:
                    setattr(node, name, found)
        return node

    node_contents_visit = contents  # RestrictedPython's own visitors call it so

    def _visit_list(self, items: list[Any]) -> list[Any]:
        visited: list[Any] = []
        for item in items:
            found = self.visit(item) if isinstance(item, ast.AST) else item
            if isinstance(found, list):
                visited += found
            elif found is not None or item is None:  # the key of `{**more}` is None
                visited.append(found)
        return visited

    def visit(self, node: ast.AST) -> Any:
        kind = type(node)
        if kind not in self._visitors:
            self._visitors[kind] = getattr(self, f"visit_{kind.__name__}", self.generic_visit)
        return self._visitors[kind](node)

    def call(self, guard: str, at: Located, *arguments: ast.expr) -> ast.Call:
        """Return a call of a guard that stands, for a traceback, where `at` stands."""
        return place(ast.Call(ast.Name(guard, LOAD), list(arguments), []), at)

    def text(self, value: str, at: Located) -> ast.Constant:
        return ast.copy_location(ast.Constant(value), at)

    # ---- fuel

    def find_payment(self, loop: ast.For | ast.comprehension) -> None:
        """Note how a loop that goes through all of its source is paid for before, if it can be.

        A list that others have may grow meanwhile, in ways that nobody sees in the source.
        """
        source = loop.iter
        if isinstance(source, ast.Call):
            guard = self._payment_of_call(source)
        elif (times := _times_of(source)) is not None:
            guard = hooks.TURNS if isinstance(times, ast.Constant) and type(times.value) is int else hooks.REPEATED
        else:
            guard = hooks.TURNS if isinstance(source, _DISPLAYS) or _is_long(source) else None
        if guard is not None:
            self.payments[loop] = guard

    def _payment_of_call(self, source: ast.Call) -> str | None:
        function = source.func
        if isinstance(function, ast.Attribute):
            return hooks.COUNTED if function.attr in _VIEWS and not source.args else None
        if self.is_builtin(function, "range"):
            is_plain = not source.keywords and not any(isinstance(item, ast.Starred) for item in source.args)
            return hooks.PAID_RANGE if is_plain else None
        return hooks.TURNS if self.builtin_of(function) in _FRESH else None

    def pay_for(self, loop: ast.For | ast.comprehension, units: int) -> str | None:
        """Put the guard that was found for a loop around its source, now that it is visited.

        Return the variable for the blocks that the source gives, or None when each turn is to be counted.
        """
        guard, source = self.payments.get(loop), loop.iter
        if guard in (hooks.PAID_RANGE, hooks.REPEATED):
            source.func = place(ast.Name(guard, LOAD), source)  # type: ignore[attr-defined]
        elif guard is not None:
            loop.iter = self.call(guard, source, source)
        if guard is not None and units > 1:
            taken = place(ast.keyword("units", ast.Constant(units)), source)
            loop.iter.keywords.append(taken)  # type: ignore[attr-defined]
        if guard is None:
            return None
        self.blocks += 1
        return f"{hooks.BLOCK}{self.blocks}"

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        return node

    def unit(self, at: Located, units: int = 1) -> ast.expr:
        """Return `.next(.units)`: one unit of fuel as an expression, which is true. `.spend(units)` takes several."""
        if units > 1:
            return self.call(hooks.SPEND, at, ast.Constant(units))
        return self.call(hooks.NEXT, at, ast.Name(hooks.UNITS, LOAD))

    def counting_unit(self, at: Located, units: int = 1) -> ast.expr:
        """Return `(.left := .left - 1) or .refuel()`: the same in a comprehension of a function."""
        self.scope.uses_left = True
        less = ast.BinOp(ast.Name(hooks.LEFT, LOAD), ast.Sub(), ast.Constant(units))
        left: ast.expr = ast.NamedExpr(ast.Name(hooks.LEFT, STORE), less)
        if units > 1:
            left = ast.Compare(left, [ast.Gt()], [ast.Constant(0)])
        return place(ast.BoolOp(ast.Or(), [left, self.call(hooks.REFUEL, at)]), at)

    def count(self, at: ast.stmt, units: int = 1) -> ast.stmt:
        """Return units of fuel as a statement: `for .taken in .unit: break` with `else: .more()`.

        Several units are `if (.left := .left - 3) < 1: .refuel()`. In the body of a class, where no variable of the
        functions around it can be set, it is `.next(.units)`.
        """
        if self.scope.kind == "class":
            return place(ast.Expr(self.unit(at, units)), at)
        where = where_of(at)  # at every function and loop: given at once, which is faster than `place`
        if units == 1 and self.scope.loops < MOST_DOUBLED:
            return self.take(at, hooks.UNIT, hooks.MORE)
        self.scope.uses_left = True
        left, number = ast.Name(hooks.LEFT, LOAD, **where), ast.Constant(units, **where)
        less = ast.BinOp(left, _LESS, number, **where)
        rest = ast.NamedExpr(ast.Name(hooks.LEFT, STORE, **where), less, **where)
        refuel = ast.Call(ast.Name(hooks.REFUEL, LOAD, **where), [], [], **where)
        test = ast.Compare(rest, [_BELOW], [ast.Constant(1, **where)], **where)  # it may be below nothing
        return ast.If(test, [ast.Expr(refuel, **where)], [], **where)

    def take(self, at: ast.stmt, variable: str, next_ones: str) -> ast.stmt:
        """Return `for .taken in VARIABLE: break` with `else: NEXT_ONES()`."""
        where = where_of(at)
        more = ast.Call(ast.Name(next_ones, LOAD, **where), [], [], **where)
        taken, unit = ast.Name(hooks.TAKEN, STORE, **where), ast.Name(variable, LOAD, **where)
        return ast.For(taken, unit, [ast.Break(**where)], [ast.Expr(more, **where)], **where)

    def count_items(self, items: ast.expr) -> ast.expr:
        """Return `.compress(xs, .units)`: items that take a unit each, as they are gone through."""
        return self.call(hooks.COMPRESS, items, items, ast.Name(hooks.UNITS, LOAD))

    # ---- scopes

    @property
    def scope(self) -> Scope:
        return self.scopes[-1]

    def find_self(self, node: ast.expr) -> Scope | None:
        """Return the method whose proven `self` an expression is, or None."""
        if not isinstance(node, ast.Name):
            return None
        for scope in reversed(self.scopes):
            if scope.self_name == node.id:
                return scope
        return None

    def mangle(self, name: str) -> str:
        """Return a private name as the compiler will store it."""
        if name.startswith("__"):
            for scope in reversed(self.scopes):
                if scope.kind == "class":
                    return f"_{scope.name.lstrip('_')}{name}" if scope.name.strip("_") else name
        return name

    def builtin_of(self, node: ast.expr) -> str | None:
        """Return the name that an expression is, if nothing in the file binds it."""
        return node.id if isinstance(node, ast.Name) and node.id not in self.bound else None

    def is_builtin(self, node: ast.expr, name: str) -> bool:
        """Whether an expression is a builtin's name that nothing in the file binds."""
        return isinstance(node, ast.Name) and node.id == name and name not in self.bound

    # ---- names

    def check_binding(self, node: Located, name: str | None) -> None:
        """Refuse to bind a special name. Whatever else an identifier can spell is the author's."""
        if name is not None and names.is_special(name):
            self.refuse(node, "refused-name", f"{name} cannot be bound in workflow code", "choose a name of your own")


def _times_of(source: ast.expr) -> ast.expr | None:
    """Return what a written list is multiplied by: the result is another that nobody has."""
    if not (isinstance(source, ast.BinOp) and isinstance(source.op, ast.Mult)):
        return None
    left, right = source.left, source.right
    return right if isinstance(left, ast.List) else left if isinstance(right, ast.List) else None


def _is_long(source: ast.expr) -> bool:
    return isinstance(source, (ast.List, ast.Tuple)) and len(source.elts) > _LONG
