"""The policy for what C code compares, hashes and looks for: where it is paid for, and where it needs not be."""

from __future__ import annotations

import ast
from typing import Final

from vm.sandbox import hooks
from vm.sandbox.policy_base import place
from vm.sandbox.policy_inline import Again, Inline, is_free
from vm.sandbox.trees import LOAD
from vm.sandbox.values import DIVIDING, GATHERING, HASHING, METHOD_NAMES, SEEKING

_WITH_RECEIVER: Final = SEEKING | DIVIDING | GATHERING
_CONSUMING: Final = {
    "list": hooks.CONSUMED,
    "tuple": hooks.CONSUMED,
    "dict": hooks.PAIRS,
}
"""Builtins that go through all of their argument: what pays for it."""

_IDENTITY: Final = (ast.Is, ast.IsNot)
_EQUALITY: Final = (ast.Eq, ast.NotEq)
_NUMBERS: Final = (hooks.INT, hooks.FLOAT)
_KEYS: Final = (hooks.REAL_STR, hooks.INT)
_SHORT: Final = 4096
_SEARCHES: Final = (ast.In, ast.NotIn)
_OF_SCALARS: Final = frozenset(("len", "int", "float", "str", "ord", "id", "hash", "bool", "chr", "repr"))
"""Builtins whose results hold nothing."""


class Values(Inline):
    def guard_key(self, node: ast.expr) -> ast.expr:
        """`x if type(x) is .real_str or type(x) is .int else .key(x)`: what is about to be hashed."""
        if isinstance(node, ast.Tuple):
            node.elts = [self.guard_key(item) for item in node.elts]
            return node
        return self._guard_value(node, hooks.KEY)

    def guard_comparison(self, node: ast.Compare) -> ast.expr:
        """Return a visited comparison with what pays for it."""
        if len(node.ops) > 1:
            return self._guard_chain(node)
        (operator,), (right,) = node.ops, node.comparators
        if not self._needs_payment(node.left, operator, right):
            return node
        if not (self.can_hold(node.left) and self.can_hold(right)):
            name = ast.Constant(type(operator).__name__)
            return self.call(hooks.COMPARE, node, name, node.left, right)
        first, again = self.hold(node.left, is_changing=not is_free(right))
        if isinstance(operator, _SEARCHES):
            paid = ast.Compare(again(), [operator], [self.call(hooks.SEARCHED, node, right, again())])
            if not _is_path(right):
                paid.left = first
                return place(paid, node)
            test = self._is_short(first, again)
            return place(ast.IfExp(test, ast.Compare(again(), [operator], [right]), paid), node)
        if _is_path(right):  # what is small on the left says enough, whatever it is compared with
            paid = ast.Compare(again(), [operator], [self.call(hooks.AGAINST, node, right, again())])
            native = ast.Compare(again(), [operator], [right])
            kinds = (hooks.INT, hooks.REAL_STR if isinstance(operator, _EQUALITY) else hooks.FLOAT)
            return place(ast.IfExp(self._is_small(first, again, kinds), native, paid), node)
        second, then = self.hold(right)
        test = ast.Compare(self.type_of(first), [ast.Is(), ast.In()], [self.type_of(second), self.near(hooks.SCALARS)])
        paid = ast.Compare(again(), [operator], [self.call(hooks.AGAINST, node, then(), again())])
        return place(ast.IfExp(test, ast.Compare(again(), [operator], [then()]), paid), node)

    def _guard_chain(self, node: ast.Compare) -> ast.expr:
        """`a < b < c`: `(a := a) < (b := .against(b, a)) < .against(c, b)`, or `.linked("", a) == ...`."""
        operands = [node.left, *node.comparators]
        pairs = list(zip(operands[:-1], node.ops, operands[1:], strict=True))
        if not any(self._needs_payment(*pair) for pair in pairs):
            return node
        if self.holder() is None:
            names = ["", *(type(operator).__name__ for operator in node.ops)]
            linked: list[ast.expr] = [
                self.call(hooks.LINKED, operand, ast.Constant(name), operand)
                for name, operand in zip(names, operands, strict=True)
            ]
            node.left, node.comparators = linked[0], linked[1:]
            node.ops = [ast.Eq() for _ in node.ops]
            return node
        node.left, before = self.hold(node.left, is_changing=True)
        for index, (_, operator, right) in enumerate(pairs):
            if not isinstance(operator, _IDENTITY):
                guard = hooks.SEARCHED if isinstance(operator, _SEARCHES) else hooks.AGAINST
                right = self.call(guard, node, right, before())
            right, before = self.hold(right, is_changing=True)
            node.comparators[index] = right
        return node

    def _needs_payment(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> bool:
        if isinstance(operator, _IDENTITY):
            return False
        if self.is_scalar(left):
            is_between = isinstance(left, ast.Constant) and type(left.value) is float  # a range looks one by one
            return is_between and isinstance(operator, _SEARCHES) and isinstance(right, ast.Name)
        if isinstance(operator, _SEARCHES):
            return not isinstance(right, (ast.List, ast.Tuple)) or not _is_constant(right)
        return not self.is_scalar(right) and not _is_constant(right)

    def is_scalar(self, node: ast.expr) -> bool:
        """Whether an expression certainly holds nothing, or an operator of the author's is asked."""
        if isinstance(node, ast.Call):
            return self.builtin_of(node.func) in _OF_SCALARS
        if isinstance(node, ast.Name):
            return node.id in self.counters.plain
        if isinstance(node, ast.UnaryOp):
            return isinstance(node.op, ast.Not) or self.is_scalar(node.operand)
        if isinstance(node, ast.BinOp):
            return self.is_scalar(node.left) and self.is_scalar(node.right)
        return isinstance(node, (ast.Constant, ast.JoinedStr))

    def guard_method_call(self, node: ast.Call, function: ast.Attribute) -> None:
        """`d.get(x)`: have what is hashed or looked for paid for."""
        name, first = function.attr, node.args[0]
        if name in HASHING:
            node.args[:2] = map(self.guard_key, node.args[:2])  # of `kind.get(d, x)` it is the second
        elif name in SEEKING:
            is_between = isinstance(first, ast.Constant) and type(first.value) is float
            if is_between or not self.is_scalar(first):
                node.args[0] = self.call(hooks.SOUGHT, first, first, function.value)
        elif name in DIVIDING:
            if name == "expandtabs" or not self.is_scalar(first):
                node.args[0] = self.call(hooks.DIVIDED, first, first, function.value)
        else:
            node.args[0] = self.call(hooks.MEMBERS, first, first, function.value)

    def guard_consumed(self, node: ast.Call, builtin: str | None) -> None:
        """`list(xs)`: have the items that are gone through paid for."""
        guard = _CONSUMING.get(builtin or "")
        if guard is None or not node.args or isinstance(node.args[0], ast.Starred):
            return
        if not isinstance(node.args[0], (ast.Constant, ast.GeneratorExp)):
            node.args[0] = self.call(guard, node.args[0], node.args[0])

    def guard_kinds(self, node: ast.expr) -> ast.expr:
        """`.kinds(x)`: what something is asked to be of, unless its classes are written out, each by a name."""
        parts = node.elts if isinstance(node, ast.Tuple) else [node]
        if all(isinstance(part, ast.Name) and (part.id not in self.bound or part.id in self.classes) for part in parts):
            return node
        return self.call(hooks.KINDS, node, node)

    def add(self, node: ast.BinOp) -> ast.expr:
        """`a + b if type(a) is .int or type(a) is .float else .add(a, b)`."""
        if not (self.can_hold(node.left) and self.can_hold(node.right)):
            return self.call(hooks.ADD, node, node.left, node.right)
        first, again = self.hold(node.left, is_changing=not is_free(node.right))
        if not _is_path(node.right):
            return self.call(hooks.ADD, node, node.left, node.right)
        guarded = self.call(hooks.ADD, node, again(), node.right)
        native = ast.BinOp(again(), node.op, node.right)
        return place(ast.IfExp(self._is_small(first, again, _NUMBERS), native, guarded), node)

    def added(self, node: ast.expr, target: ast.expr) -> ast.expr:
        """`b if type(b) is .int or type(b) is .float else .added(b, a)`, where it is added to `a`."""
        if not self.can_hold(node) or isinstance(node, (ast.Yield, ast.YieldFrom, ast.Await)):
            return node if isinstance(node, (ast.Yield, ast.YieldFrom)) else self.call(hooks.ADDED, node, node)
        first, again = self.hold(node)
        more = [ast.Name(target.id, LOAD)] if isinstance(target, ast.Name) else []
        guarded = self.call(hooks.ADDED, node, again(), *more)
        return place(ast.IfExp(self._is_small(first, again, _NUMBERS), again(), guarded), node)

    def can_guard_call(self, node: ast.Call) -> bool:
        """Whether a method's arguments show what it will hash or look for. Else it is read as a value is."""
        function = node.func
        if not isinstance(function, ast.Attribute) or function.attr not in METHOD_NAMES or function.attr == "sort":
            return False
        if self.builtin_of(function.value) is not None:
            return False  # `dict.get(d, x)`
        if not node.args:
            return function.attr in ("pop", "split") and not node.keywords
        is_plain = not any(isinstance(item, ast.Starred) for item in node.args)
        if function.attr not in _WITH_RECEIVER or is_free(function.value):
            return is_plain
        return is_plain and function.attr != "expandtabs" and self.is_scalar(node.args[0])

    def read_method(self, node: ast.Attribute) -> ast.expr:
        """`x.get if type(x) in .classes else .method(x, "get")`, where it is not called."""
        name = self.text(node.attr, node)
        if not self.can_hold(node.value):
            return self.call(hooks.METHOD, node, node.value, name)
        first, again = self.hold(node.value)
        test = ast.Compare(self.type_of(first), [ast.In()], [self.near(hooks.CLASSES)])
        guarded = self.call(hooks.METHOD, node, again(), name)
        return place(ast.IfExp(test, ast.Attribute(again(), node.attr, LOAD), guarded), node)

    def _is_small(self, first: ast.expr, again: Again, kinds: tuple[str, str]) -> ast.expr:
        """`type(x) is .int or type(x) is .real_str`: the usual kinds. Others that hold nothing pay nothing, either."""
        usual, other = kinds
        return ast.BoolOp(ast.Or(), [self.is_kind(first, usual), self.is_kind(again(), other)])

    def _is_short(self, first: ast.expr, again: Again) -> ast.expr:
        """`type(x) is .int or (type(x) is .real_str and len(x) < ...)`: what is quickly compared with many."""
        length = ast.Compare(ast.Call(ast.Name(hooks.LEN, LOAD), [again()], []), [ast.Lt()], [ast.Constant(_SHORT)])
        text = ast.BoolOp(ast.And(), [self.is_kind(again(), hooks.REAL_STR), length])
        return ast.BoolOp(ast.Or(), [self.is_kind(first, hooks.INT), text])

    def _guard_value(self, node: ast.expr, guard: str, *more: ast.expr) -> ast.expr:
        if isinstance(node, (ast.Slice, ast.Starred)) or self.is_scalar(node) or self.builtin_of(node) is not None:
            return node
        if not self.can_hold(node):
            return self.call(guard, node, node, *more)
        first, again = self.hold(node)
        return place(
            ast.IfExp(self._is_small(first, again, _KEYS), again(), self.call(guard, node, again(), *more)), node
        )


def _is_constant(node: ast.expr) -> bool:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return all(map(_is_constant, node.elts))
    return isinstance(node, ast.Constant)


def _is_path(node: ast.expr) -> bool:
    """`a.b.c`: an expression that may be written twice, to be evaluated once."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return is_free(node) or _is_constant(node)
