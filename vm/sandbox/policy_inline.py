"""Guards that see to the usual case where they stand: asking costs less than half of what calling a guard does.

An operand that is not a plain name is kept in a variable that no source can spell. In comprehensions, lambdas
and class bodies, which can have none, the guard is called. Where a loop of a function asks, what it compares with
is kept in such variables too: reading one takes half as long as reading a builtin.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Final

from vm.sandbox import hooks
from vm.sandbox.policy_base import PolicyBase, place
from vm.sandbox.scopes import Scope, is_made_of
from vm.sandbox.sizes import FEW_BITS, LEAST, MOST
from vm.sandbox.trees import LOAD, STORE

Again = Callable[[], ast.expr]

_FLOATING: Final = (ast.Mult, ast.Mod)  # the last digits of a float's power are the C library's
_FIGURES: Final = frozenset(("len", "int", "float", "ord"))
"""Builtins whose results are real numbers."""

_SIZED: Final = (ast.Mult, ast.Pow, ast.LShift)


class Inline(PolicyBase):
    def require_own(self, node: ast.expr) -> ast.expr:
        """`x if type(x) in .classes else .write(x)`: what the author may write to."""
        if not self.can_hold(node):
            return self.call(hooks.WRITE, node, node)
        first, again = self.hold(node)
        test = ast.Compare(self.type_of(first), [ast.In()], [self.near(hooks.CLASSES)])
        return place(ast.IfExp(test, again(), self.call(hooks.WRITE, node, again())), node)

    def check_self(self, name: str, at: ast.arg, guard: str) -> ast.stmt:
        """The same for a method's first parameter, once for all that is done to it."""
        test = ast.Compare(self.type_of(_load(name)), [ast.NotIn()], [_load(hooks.CLASSES)])
        return place(ast.If(test, [ast.Expr(self.call(guard, at, _load(name)))], []), at)

    def read_driving(self, node: ast.Attribute) -> ast.expr:
        """`x.send if type(x) is .generator else .dynamic(x, "send")`."""
        if not self.can_hold(node.value):
            return self.call(hooks.DYNAMIC, node, node.value, self.text(node.attr, node))
        first, again = self.hold(node.value)
        guarded = self.call(hooks.DYNAMIC, node, again(), self.text(node.attr, node))
        test = self.is_kind(first, hooks.GENERATOR)
        return place(ast.IfExp(test, ast.Attribute(again(), node.attr, LOAD), guarded), node)

    def send(self, node: ast.Call) -> ast.expr:
        """`x.send(y) if type(x) is .generator else .dynamic(x, "send")(y)`."""
        function = node.func
        assert isinstance(function, ast.Attribute)
        first, again = self.hold(function.value)
        native = ast.Call(ast.Attribute(again(), function.attr, LOAD), node.args, [])
        guarded = self.call(hooks.DYNAMIC, function, again(), self.text(function.attr, function))
        return place(ast.IfExp(self.is_kind(first, hooks.GENERATOR), native, ast.Call(guarded, node.args, [])), node)

    def compute(self, node: ast.BinOp, guard: str) -> ast.expr:
        """`x * y if type(x) is .int and ... else .multiply(x, y)`: whole numbers that are small need no guard."""
        left, right = node.left, node.right
        if isinstance(node.op, ast.Mod) and self.is_figure(left):
            return node
        if _is_other(left) or _is_other(right) or not (self.can_hold(left) and self.can_hold(right)):
            return self.call(guard, node, left, right)
        first, again = self.hold(left, is_changing=not is_free(right))
        second, then = self.hold(right)
        tests = [*self._kind_tests(node, first, second), *_size_tests(node, again, then)]
        if not tests:
            return self.call(guard, node, left, right)
        test = ast.BoolOp(ast.And(), tests) if len(tests) > 1 else tests[0]
        guarded: ast.expr = self.call(guard, node, again(), then())
        if isinstance(node.op, _FLOATING) and not isinstance(left, ast.Constant):
            guarded = place(ast.IfExp(self.is_kind(again(), hooks.FLOAT), _plain(node, again, then), guarded), node)
        return place(ast.IfExp(test, _plain(node, again, then), guarded), node)

    def bounded(self, node: ast.expr) -> ast.expr:
        """`x if type(x) is .int else .bounded(x)`: what is added to itself."""
        if not self.can_hold(node):
            return self.call(hooks.BOUNDED, node, node)
        first, again = self.hold(node)
        return place(ast.IfExp(self.is_kind(first, hooks.INT), again(), self.call(hooks.BOUNDED, node, again())), node)

    def guard_bound(self, node: ast.expr | None) -> ast.expr | None:
        """`i if type(i) is .int else .bound(i)`: one end of a slice."""
        if node is None or is_number(node) or isinstance(node, (ast.Constant, ast.UnaryOp)):
            return node
        if not self.can_hold(node):
            return self.call(hooks.BOUND, node, node)
        first, again = self.hold(node)
        return place(ast.IfExp(self.is_kind(first, hooks.INT), again(), self.call(hooks.BOUND, node, again())), node)

    def guard_source(self, node: ast.expr) -> ast.expr:
        """`.bound(x) if type(x) is .generator else x`: what a generator expression goes through."""
        if not self.can_hold(node) or not is_free(node):
            return node if isinstance(node, ast.Constant) else self.call(hooks.BOUND, node, node)
        test = self.is_kind(node, hooks.GENERATOR)
        return place(ast.IfExp(test, self.call(hooks.BOUND, node, node), node), node)

    def _kind_tests(self, node: ast.BinOp, left: ast.expr, right: ast.expr) -> list[ast.expr]:
        """Return what makes both operands whole numbers. They are evaluated in it, each once and the left one first."""
        is_known = isinstance(node.op, ast.Mult) and self.is_figure(left)
        if is_known and self.is_figure(right):
            return []
        if is_known and is_free(right):
            return [self.is_kind(right, hooks.INT)]
        if not is_free(right):
            kinds = [self.type_of(right), self.near(hooks.INT)]
            return [ast.Compare(self.type_of(left), [ast.Is(), ast.Is()], kinds)]
        needed = (left, right) if isinstance(node.op, _SIZED) else (left,)
        return [self.is_kind(value, hooks.INT) for value in needed if not isinstance(value, ast.Constant)]

    def type_of(self, value: ast.expr) -> ast.expr:
        return ast.Call(self.near(hooks.TYPE_OF), [value], [])

    def is_kind(self, value: ast.expr, kind: str) -> ast.expr:
        return ast.Compare(self.type_of(value), [ast.Is()], [self.near(kind)])

    def is_figure(self, node: ast.expr) -> bool:
        """Whether an expression certainly is a real number, of whatever size."""
        if isinstance(node, ast.Call):
            return self.builtin_of(node.func) in _FIGURES
        return is_made_of(node, self.counters.figures)

    def near(self, hook: str) -> ast.expr:
        """Return a hook's name: in a loop of a function, that of the variable in which the function keeps it."""
        scope = self.scope
        if scope.kind != "function" or not scope.loops:
            return _load(hook)
        scope.near.add(hook)
        return _load(f"{hooks.NEAR}{hook}")

    def keep_near(self, scope: Scope, at: ast.stmt) -> list[ast.stmt]:
        """`.near.int = .int`: return what fills the variables of a function that is visited."""
        return [
            place(ast.Assign([ast.Name(f"{hooks.NEAR}{hook}", STORE)], _load(hook)), at) for hook in sorted(scope.near)
        ]

    def can_hold(self, node: ast.expr) -> bool:
        return is_free(node) or self.holder() is not None

    def holder(self) -> Scope | None:
        """Return the scope whose variables can hold an operand here. A comprehension's are its function's."""
        for scope in reversed(self.scopes):
            if scope.kind in ("function", "module"):
                return scope
            if scope.kind != "expression" or scope.is_lazy:
                return None  # a class, or what a comprehension goes through: no variable may be set there
        return None

    def hold(self, node: ast.expr, *, is_changing: bool = False) -> tuple[ast.expr, Again]:
        """Return an expression's first use, and what gives it again. `is_changing`: what comes next may rebind it."""
        if isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and not is_changing):
            return node, lambda: node
        scope = self.holder()
        assert scope is not None, "asked before"
        scope.held += 1
        name = f"{hooks.HELD}{scope.held}"
        return place(ast.NamedExpr(ast.Name(name, STORE), node), node), lambda: place(_load(name), node)


def _size_tests(node: ast.BinOp, left: Again, right: Again) -> list[ast.expr]:
    """Return what makes a result of two whole numbers small: of a product one factor has to be."""
    tests: list[ast.expr] = []
    is_product = isinstance(node.op, ast.Mult)
    is_known = isinstance(node.left, ast.Constant) or (is_product and isinstance(node.right, ast.Constant))
    if isinstance(node.op, _SIZED) and not is_known:
        tests += [_compare(left(), ast.Lt(), MOST), _compare(left(), ast.Gt(), LEAST)]
    if isinstance(node.op, _SIZED) and not is_product and not _is_few_bits(node.right):
        tests.append(_compare(right(), ast.Lt(), FEW_BITS))
    if isinstance(node.op, ast.Pow) and not isinstance(node.right, ast.Constant):
        tests.append(_compare(right(), ast.GtE(), 0))
    return tests


def _is_few_bits(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value < FEW_BITS


def is_free(node: ast.expr) -> bool:
    """Whether evaluating an expression twice is as good as once."""
    return isinstance(node, (ast.Name, ast.Constant))


def is_number(node: ast.expr) -> bool:
    """Whether an operation has no other result than a number, or something of an author's class."""
    return (
        isinstance(node, ast.BinOp)
        and any(isinstance(side, ast.Constant) and type(side.value) in (int, float) for side in (node.left, node.right))
        and not isinstance(node.op, (ast.Mult, ast.Mod))
    )


def _is_other(node: ast.expr) -> bool:
    """Whether an operand is certainly no whole number."""
    is_made = isinstance(node, (ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set))
    return is_made or (isinstance(node, ast.Constant) and type(node.value) is not int)


def _load(name: str) -> ast.Name:
    return ast.Name(name, LOAD)


def _plain(node: ast.BinOp, left: Again, right: Again) -> ast.expr:
    return ast.BinOp(left(), node.op, right())


def _compare(value: ast.expr, operator: ast.cmpop, limit: int) -> ast.expr:
    return ast.Compare(value, [operator], [ast.Constant(limit)])
