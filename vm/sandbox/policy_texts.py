"""The policy for texts: what is about to be written out, and what was put together."""

from __future__ import annotations

import ast
from typing import Final

from vm.sandbox import hooks
from vm.sandbox.formats import is_plain_spec
from vm.sandbox.policy_base import place
from vm.sandbox.policy_inline import is_number
from vm.sandbox.policy_values import Values
from vm.sandbox.sizes import MAX_SIZE
from vm.sandbox.texts import ADDRESS, LONG
from vm.sandbox.trees import LOAD

_WRITING: Final = {"str": (hooks.REAL_STR, hooks.STR), "repr": (hooks.REAL_REPR, hooks.REPR)}
"""Builtins that write something out: Python's own, and ours."""

_FEW_PLACES: Final = 3  # characters of a specification that asks for little


class Texts(Values):
    def guard_shown(self, node: ast.expr) -> ast.expr:
        """`x if type(x) is .real_str or type(x) is .int else .shown(x)`: what is about to be written out."""
        if isinstance(node, ast.Starred) or is_number(node) or self.is_scalar(node):
            return node
        if not self.can_hold(node):
            return self.call(hooks.SHOWN, node, node)
        first, again = self.hold(node)
        test = ast.BoolOp(ast.Or(), [self.is_kind(first, hooks.REAL_STR), self.is_kind(again(), hooks.INT)])
        return place(ast.IfExp(test, again(), self.call(hooks.SHOWN, node, again())), node)

    def written(self, node: ast.Call, builtin: str) -> ast.expr:
        """`.real_str(x) if type(x) is .int else .str(x)`: a call of `str` or `repr` that was visited."""
        real, ours = _WRITING[builtin]
        value = node.args[0]
        if self.is_figure(value) or not self.can_hold(value):
            return self.call(real if self.is_figure(value) else ours, node, value)
        first, again = self.hold(value)
        plain = self.call(real, node, again())
        return place(ast.IfExp(self.is_kind(first, hooks.INT), plain, self.call(ours, node, again())), node)

    def cleaned(self, node: ast.expr) -> ast.expr:
        """`t if len(t := x) <= ... and " at 0x" not in t and "\\\\" not in t else .clean(t)`: a text put together."""
        if not self.can_hold(node):
            return self.call(hooks.CLEAN, node, node)
        first, again = self.hold(node)
        length = ast.Call(ast.Name(hooks.LEN, LOAD), [first], [])
        tests: list[ast.expr] = [ast.Compare(length, [ast.LtE()], [ast.Constant(LONG)])]
        tests += [ast.Compare(ast.Constant(part), [ast.NotIn()], [again()]) for part in (ADDRESS, "\\")]
        return place(ast.IfExp(ast.BoolOp(ast.And(), tests), again(), self.call(hooks.CLEAN, node, again())), node)

    def is_tame(self, node: ast.JoinedStr) -> bool:
        """Whether nothing can be wrong with the text of an f-string: it is of figures, and of short pieces."""
        return all(map(self._is_tame_part, node.values))

    def _is_tame_part(self, part: ast.expr) -> bool:
        if isinstance(part, ast.Constant):
            return (
                isinstance(part.value, str)
                and len(part.value) < LONG
                and "\\" not in part.value
                and ADDRESS[:-1] not in part.value
            )
        assert isinstance(part, ast.FormattedValue)
        spec = part.format_spec
        is_short = spec is None or (is_written_spec(spec) and len(spec_of(spec)) <= _FEW_PLACES)
        return is_short and self.is_figure(part.value)

    def replaced(self, node: ast.Call, function: ast.Attribute) -> ast.expr | None:
        """`s.replace("a", "b") if type(s) is .real_str and len(s) < ... else .replace(s, "a", "b")`, of literals."""
        texts = [item.value for item in node.args if isinstance(item, ast.Constant) and type(item.value) is str]
        if len(texts) != 2 or not self.can_hold(function.value):
            return None
        first, again = self.hold(function.value)
        most = MAX_SIZE // (len(texts[1]) + 1) - 1
        length = ast.Compare(ast.Call(ast.Name(hooks.LEN, LOAD), [again()], []), [ast.Lt()], [ast.Constant(most)])
        test = ast.BoolOp(ast.And(), [self.is_kind(first, hooks.REAL_STR), length])
        native = ast.Call(ast.Attribute(again(), function.attr, LOAD), node.args, [])
        return place(ast.IfExp(test, native, self.call(hooks.REPLACE, node, again(), *node.args)), node)

    def ask_for_letters(self, node: ast.Call) -> ast.expr:
        """`x.lower() if type(x) is .real_str and x.isascii() else .dynamic(x, "lower")()`."""
        function = node.func
        assert isinstance(function, ast.Attribute)
        text, name = function.value, self.text(function.attr, function)
        if not self.can_hold(text):
            node.func = self.call(hooks.DYNAMIC, function, text, name)
            return node
        first, again = self.hold(text)
        test = ast.BoolOp(ast.And(), [self.is_kind(first, hooks.REAL_STR), _ask(again(), "isascii")])
        guarded = ast.Call(self.call(hooks.DYNAMIC, function, again(), name), [], [])
        return place(ast.IfExp(test, _ask(again(), function.attr), guarded), node)


def is_written_spec(spec: ast.expr) -> bool:
    """Whether a specification is written out, and asks nothing of the process."""
    parts = spec.values if isinstance(spec, ast.JoinedStr) else [spec]
    return all(isinstance(part, ast.Constant) for part in parts) and is_plain_spec(spec_of(spec))


def spec_of(spec: ast.expr) -> str:
    """Return what is written out of a specification."""
    parts = spec.values if isinstance(spec, ast.JoinedStr) else [spec]
    return "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))


def _ask(value: ast.expr, method: str) -> ast.expr:
    return ast.Call(ast.Attribute(value, method, LOAD), [], [])
