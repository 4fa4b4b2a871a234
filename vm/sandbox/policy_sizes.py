"""The policy for what could grow too large: where a size guard stands, and where a literal makes it needless."""

from __future__ import annotations

import ast
from copy import deepcopy
from typing import Final

from vm.sandbox import hooks
from vm.sandbox.policy_base import place
from vm.sandbox.policy_texts import Texts
from vm.sandbox.sizes import MAX_SIZE, MAX_WIDTH, SMALL_FACTOR
from vm.sandbox.texts import MOST_FIELDS, is_plain_percent
from vm.sandbox.trees import LOAD, walk

_OPERATORS: Final[dict[type[ast.operator], tuple[str, str]]] = {
    ast.Mult: (hooks.MULTIPLY, hooks.MULTIPLY_IN_PLACE),
    ast.Pow: (hooks.POWER, hooks.POWER_IN_PLACE),
    ast.LShift: (hooks.SHIFT, hooks.SHIFT_IN_PLACE),
    ast.Mod: (hooks.REMAINDER, hooks.REMAINDER_IN_PLACE),
}
"""The guards of an operator: of the expression, and of the assignment."""

_WIDE_METHODS: Final = frozenset(("ljust", "rjust", "center", "zfill", "expandtabs", "to_bytes"))
"""Methods whose first argument is a width."""

_METHOD_GUARDS: Final = {"replace": (2, hooks.REPLACE, hooks.REPLACE_ANY), "join": (1, hooks.JOIN, hooks.JOIN_ANY)}
"""Methods by the number of arguments that they usually have: their guards, with so many and with others."""


class Sizes(Texts):
    def guard_operator(self, node: ast.BinOp) -> ast.expr:
        """Return a visited operation with its guard, if it needs one."""
        if isinstance(node.op, ast.Add):
            if type(node.left) is type(node.right) and _is_same(node.left, node.right):
                node.left = self.bounded(node.left)
                return node
            is_kept = node in self.growing and not (self.is_scalar(node.left) or self.is_scalar(node.right))
            return self.add(node) if is_kept else node
        guards = _OPERATORS.get(type(node.op))
        if guards is None or (node not in self.growing and _is_small(node.op, node.left, node.right)):
            return node
        if isinstance(node.op, ast.Mod) and _is_plain_template(node.left) and _is_short_row(node.right):
            node.right.elts = [self.guard_shown(item) for item in node.right.elts]  # type: ignore[attr-defined]
            return self.cleaned(node)
        return self.compute(node, guards[0])

    def guard_assignment(self, node: ast.AugAssign) -> ast.stmt:
        """Return `a *= b` with its guard: `a = .multiply_in_place(a, b)`, where `a` may be written twice."""
        if isinstance(node.op, ast.Add):
            if _mentions(node.value, node.target):
                node.value = self.bounded(node.value)
                return self.contents(node)
            node = self.contents(node)
            is_number = isinstance(node.target, ast.Name) and node.target.id in self.counters.numbers
            if not is_number and not self.is_scalar(node.value):
                node.value = self.added(node.value, node.target)
            return node
        guards = _OPERATORS.get(type(node.op))
        is_growth = isinstance(node.op, ast.Mult)
        if guards is None or not _is_plain(node.target):
            return self.contents(node)
        if not is_growth and _is_small(node.op, node.target, node.value):
            return self.contents(node)
        read = deepcopy(node.target)
        for part in walk(read):
            if isinstance(part, ast.Name | ast.Attribute | ast.Subscript):
                part.ctx = LOAD
        value = self.call(guards[1], node, self.visit(read), self.visit(node.value))
        return ast.copy_location(ast.Assign([self.visit(node.target)], value), node)

    def find_growth(self, target: ast.expr, value: ast.expr) -> None:
        """Note `x = x * 2`: repeated, it is larger than its literal says; and sums that are given a name."""
        sums = value.elts if isinstance(value, ast.Tuple) else [value]
        self.growing.update(item for item in sums if isinstance(item, ast.BinOp) and isinstance(item.op, ast.Add))
        if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult) and _mentions(value, target):
            self.growing.add(value)

    def guard_call(self, node: ast.Call) -> ast.expr:
        """Return a call whose result may be as large as an argument says, with its guards."""
        if isinstance(node.func, ast.Attribute) and node.args:
            return self._guard_method(node, node.func)
        name = node.func.id if isinstance(node.func, ast.Name) and node.func.id not in self.bound else ""
        if name == "range":
            is_small = all(_is_literal(argument, MAX_SIZE // 2) for argument in node.args)
            node.func = place(ast.Name(hooks.PLAIN_RANGE if is_small else hooks.RANGE, LOAD), node.func)
        elif name in ("bytes", "bytearray") and len(node.args) == 1 and not isinstance(node.args[0], ast.Starred):
            node.args[0] = self.call(hooks.COUNT, node.args[0], node.args[0])
        elif name == "int" and len(node.args) == 2 and not any(isinstance(item, ast.Starred) for item in node.args):
            base = node.args[1]
            node.args[0] = self.call(hooks.DIGITS, node.args[0], node.args[0], base if _is_free(base) else _ANY_BASE)
        elif name == "iter" and len(node.args) == 2:
            return self.call(hooks.CONSUMED, node, node)  # it calls a function until it says so: for ever
        return node

    def _guard_method(self, node: ast.Call, function: ast.Attribute) -> ast.expr:
        first = node.args[0]
        if function.attr in _WIDE_METHODS and not _is_literal(first, MAX_WIDTH) and not isinstance(first, ast.Starred):
            node.args[0] = self.call(hooks.WIDTH, first, first)
        elif function.attr == "from_bytes" and not isinstance(first, ast.Starred):
            node.args[0] = self.call(hooks.OCTETS, first, first)
        elif function.attr == "extend" and ast.dump(first) == ast.dump(function.value):
            node.args[0] = self.call(hooks.BOUNDED, first, first)
        elif function.attr == "extend" and not isinstance(first, (ast.Constant, ast.Starred, ast.GeneratorExp)):
            node.args[0] = self.call(hooks.CONSUMED, first, first)
        elif function.attr in _METHOD_GUARDS and not _makes_no_longer(node.args):
            count, usual, any_other = _METHOD_GUARDS[function.attr]
            is_usual = len(node.args) == count and not node.keywords
            is_usual = is_usual and not any(isinstance(argument, ast.Starred) for argument in node.args)
            if usual == hooks.REPLACE and is_usual and (replaced := self.replaced(node, function)) is not None:
                return replaced
            guard = place(ast.Name(usual if is_usual else any_other, LOAD), function)
            node.func, node.args = guard, [function.value, *node.args]
        return node

    def guard_displayed(self, items: list[ast.expr]) -> None:
        """`[*xs, *xs]` adds up."""
        starred = [item for item in items if isinstance(item, ast.Starred)]
        for item in starred if len(starred) > 1 else ():
            item.value = self.call(hooks.BOUNDED, item.value, item.value)

    def guard_spec(self, spec: ast.expr) -> None:
        """`f"{x:{width}}"`: the width is checked; one that is written out is refused."""
        for part in spec.values if isinstance(spec, ast.JoinedStr) else ():
            if isinstance(part, ast.FormattedValue):
                part.value = self.call(hooks.WIDTH, part.value, part.value)
            elif isinstance(part, ast.Constant) and any(int(n) > MAX_WIDTH for n in _numbers(str(part.value))):
                what = f"a width of over {MAX_WIDTH} is not allowed in workflow code"
                self.refuse(part, "refused-width", what, "make large texts in a step")


def _is_plain_template(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is str and is_plain_percent(node.value)


def _is_short_row(node: ast.expr) -> bool:
    """`(a, b)`: values of which a `%` format makes no more than each of them once."""
    is_row = isinstance(node, ast.Tuple) and len(node.elts) <= MOST_FIELDS
    return is_row and not any(isinstance(item, ast.Starred) for item in node.elts)  # type: ignore[attr-defined]


def _is_same(left: ast.expr, right: ast.expr) -> bool:
    if isinstance(left, ast.Name) and isinstance(right, ast.Name):
        return left.id == right.id
    return not isinstance(left, ast.Constant) and ast.dump(left) == ast.dump(right)


_ANY_BASE: Final = ast.Constant(36)


def _is_free(node: ast.expr) -> bool:
    return isinstance(node, (ast.Name, ast.Constant))


def _numbers(spec: str) -> list[str]:
    digits = "".join(character if character.isdecimal() else " " for character in spec)
    return digits.split()


def _is_literal(node: ast.expr, most: int) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) is int and node.value <= most


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, (int, float, complex))


def _is_small(operator: ast.operator, left: ast.expr, right: ast.expr) -> bool:
    """Whether the operands, as they are written, make a guard needless."""
    sides = (left, right)
    if isinstance(operator, ast.Mod):
        if isinstance(left, (ast.Constant, ast.JoinedStr)) and not _is_number(left):
            return False
        return any(_is_number(side) for side in sides)
    if isinstance(operator, ast.Pow):  # of floats, and below 0, the last digits would be the C library's
        return all(isinstance(side, ast.Constant) and _is_literal(side, 1000) for side in sides)
    if any(isinstance(side, ast.Constant) and isinstance(side.value, (float, complex)) for side in sides):
        return True
    if isinstance(operator, ast.Mult):
        return any(_is_literal(side, SMALL_FACTOR) for side in sides)
    return _is_literal(right, 64)


def _is_plain(target: ast.expr) -> bool:
    """Whether a target can be read first and written then, without evaluating anything twice that matters."""
    if isinstance(target, ast.Attribute):
        return isinstance(target.value, ast.Name)
    if isinstance(target, ast.Subscript):
        return isinstance(target.value, ast.Name) and isinstance(target.slice, (ast.Name, ast.Constant))
    return isinstance(target, ast.Name)


def _mentions(value: ast.expr, target: ast.expr) -> bool:
    """Whether `a += b` adds something of `a` to itself."""
    names = {node.id for node in walk(target) if isinstance(node, ast.Name)}
    return any(isinstance(node, ast.Name) and node.id in names for node in walk(value))


def _makes_no_longer(arguments: list[ast.expr]) -> bool:
    """`.replace("abc", "x")`, and joins of what nobody can look at beforehand."""
    if len(arguments) == 1:
        return isinstance(arguments[0], ast.GeneratorExp)
    texts = [
        item.value for item in arguments if isinstance(item, ast.Constant) and isinstance(item.value, (str, bytes))
    ]
    return len(texts) == 2 and 0 < len(texts[0]) >= len(texts[1])
