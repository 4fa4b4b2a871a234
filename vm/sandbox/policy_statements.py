"""The policy for statements: assignment, imports, handlers, loops, patterns."""

from __future__ import annotations

import ast
from typing import Final, TypeVar

from vm.sandbox import hooks, names
from vm.sandbox.policy_base import MOST_DOUBLED, NARROW_HANDLERS, place
from vm.sandbox.policy_expressions import Expressions
from vm.sandbox.scopes import is_left_early, leaves_early, leaving_jumps, units_of
from vm.sandbox.trees import LOAD, STORE, Located, walk

Statements_ = ast.stmt | list[ast.stmt]
With = TypeVar("With", ast.With, ast.AsyncWith)
Loop = TypeVar("Loop", ast.For, ast.While, ast.AsyncFor, ast.While | ast.AsyncFor)


class Statements(Expressions):
    # ---- assignment

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        for index, target in enumerate(node.targets):
            if isinstance(target, ast.Name) and names.is_special(target.id):
                self._check_special_assignment(target, node.value)
            else:
                self.find_growth(target, node.value)
                node.targets[index] = self.visit(target)
        is_filling = any(isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Slice) for part in node.targets)
        node.value = self.visit(node.value)
        if is_filling and not isinstance(node.value, ast.Constant):
            node.value = self.call(hooks.CONSUMED, node.value, node.value)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        is_special = isinstance(node.target, ast.Name) and names.is_special(node.target.id)
        if is_special and node.value is not None:  # `__slots__: tuple[str, ...] = ("x",)` is no field
            return self.visit_Assign(place(ast.Assign([node.target], node.value), node))
        if self.scope.kind == "class":
            return self._visit_field(node)
        node.target = self.visit(node.target)
        if node.value is None:
            return ast.copy_location(ast.Pass(), node)
        return ast.copy_location(ast.Assign([node.target], self.visit(node.value)), node)

    def _visit_field(self, node: ast.AnnAssign) -> ast.stmt:
        """Keep a field's annotation: the compiler stores its text, nothing evaluates it."""
        if isinstance(node.target, ast.Name):
            self.check_binding(node, node.target.id)
            self.check_field(node, node.target.id)
        else:
            node.target = self.visit(node.target)
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def check_field(self, node: Located, name: str) -> None:
        """Refuse field names that a class pattern would look up on anything."""
        if name in names.DENIED:
            what = f"{name} cannot be a field: it belongs to the interpreter's own objects"
            self.refuse(node, "refused-name", what, "choose another name")

    def _check_special_assignment(self, target: ast.Name, value: ast.expr) -> None:
        name = target.id
        if self.scope.kind == "module" and name in names.MODULE_SPECIALS:
            return
        if self.scope.kind == "class" and self._is_harmless_in_class(target, value):
            return
        self.refuse(target, "refused-name", f"{name} cannot be assigned in workflow code", "leave it out")

    def _is_harmless_in_class(self, target: ast.Name, value: ast.expr) -> bool:
        if target.id in ("__slots__", "__match_args__"):
            items = value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value]
            for item in items:
                if not (isinstance(item, ast.Constant) and isinstance(item.value, str)):
                    return False
                self.check_field(item, item.value)
                if item.value in names.CHAINING:
                    return False
                if target.id == "__match_args__" and item.value in names.DYNAMIC:
                    self._check_pattern_name(item, item.value)
                if target.id == "__match_args__" and item.value.startswith("_"):
                    return False
            return True
        if target.id == "__hash__" and isinstance(value, ast.Constant) and value.value is None:
            return True
        if target.id == "__doc__":
            return True
        return target.id in names.DEFINABLE and isinstance(value, ast.Name) and value.id in names.DEFINABLE

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.stmt:
        return self.guard_assignment(node)

    def visit_Delete(self, node: ast.Delete) -> ast.stmt:
        return self.contents(node)

    def visit_Global(self, node: ast.Global) -> ast.stmt:
        for name in node.names:
            self.check_binding(node, name)
        return node

    def visit_Nonlocal(self, node: ast.Nonlocal) -> ast.stmt:
        for name in node.names:
            self.check_binding(node, name)
        return node

    # ---- imports

    def visit_Import(self, node: ast.Import) -> Statements_:
        """`import a.b` to `a = .import(file, "a.b", False)`. The compiler's own would ask sys.modules."""
        found: list[ast.stmt] = []
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self.check_binding(alias, name)
            has_alias = ast.copy_location(ast.Constant(alias.asname is not None), node)
            arguments = (self.text(self.file, node), self.text(alias.name, node), has_alias)
            found.append(self._bind(name, self.call(hooks.IMPORT, node, *arguments), node))
        return found

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Statements_:
        if node.module == "__future__" and node.level == 0:
            return ast.copy_location(ast.Pass(), node)  # its annotations are in force anyway
        found: list[ast.stmt] = []
        for alias in node.names:
            if alias.name == "*":
                self.refuse(node, "refused-import", "import * is not allowed in workflow code", "name what you need")
                return node
            self.check_binding(alias, alias.name)
            self.check_binding(alias, alias.asname)
            level = ast.copy_location(ast.Constant(node.level), node)
            module, name = self.text(node.module or "", node), self.text(alias.name, node)
            value = self.call(hooks.IMPORT_FROM, node, self.text(self.file, node), level, module, name)
            found.append(self._bind(alias.asname or alias.name, value, node))
        return found

    def _bind(self, name: str, value: ast.expr, at: ast.stmt) -> ast.stmt:
        target = ast.copy_location(ast.Name(name, STORE), at)
        return ast.copy_location(ast.Assign([target], value), at)

    # ---- handlers

    def visit_Try(self, node: ast.Try) -> ast.stmt:
        """See to it that what ends the run is seen before a `finally`, or a handler's expression, can replace it."""
        self._check_finally(node.finalbody)
        is_narrow = all(self._is_narrow(handler.type) for handler in node.handlers)
        node = self.contents(node)
        if not is_narrow:
            node.handlers.insert(0, self._passing(hooks.FATAL, node))
        return self._watch_finally(node)

    def _watch_finally(self, node: ast.Try | ast.TryStar) -> ast.stmt:
        if not node.finalbody:
            return node
        finalbody, node.finalbody = node.finalbody, []
        outer = self._watch([node] if node.handlers else node.body, hooks.FATAL, node)
        outer.finalbody = finalbody
        return outer

    def visit_TryStar(self, node: ast.AST) -> ast.AST:
        assert isinstance(node, ast.TryStar)
        self._check_finally(node.finalbody)
        self.native.update(node.handlers)  # their own check, below, does all
        node = self.contents(node)
        for handler in node.handlers:
            handler.body.insert(0, self._statement(hooks.CAUGHT_GROUP, handler))
        weighed = self._watch(node.body, hooks.FATAL, node)
        payment = [self._statement(hooks.PAY_GROUP, node), ast.copy_location(ast.Raise(), node)]
        kind = ast.copy_location(ast.Name(hooks.GROUP, LOAD), node)
        weighed.handlers.append(ast.copy_location(ast.ExceptHandler(kind, None, payment), node))
        node.body = [weighed]
        return self._watch_finally(node)

    def _watch(self, body: list[ast.stmt], kind: str, at: Located) -> ast.Try:
        """`try: BODY` with `except KIND: .caught(); raise`."""
        return ast.copy_location(ast.Try(body, [self._passing(kind, at)], [], []), at)

    def _passing(self, kind: str, at: Located) -> ast.ExceptHandler:
        body = [self._statement(hooks.CAUGHT, at), ast.copy_location(ast.Raise(), at)]
        return ast.copy_location(ast.ExceptHandler(ast.copy_location(ast.Name(kind, LOAD), at), None, body), at)

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        self.check_binding(node, node.name)
        needs_check = node not in self.native and not self._is_narrow(node.type)
        node = self.contents(node)
        if needs_check or node.name is not None:
            caught = [] if node.name is None else [ast.copy_location(ast.Name(node.name, LOAD), node)]
            is_ours = needs_check or (
                isinstance(node.type, ast.Name) and node.type.id in self.narrow
            )  # an author's error is let go fastest by that
            node.body.insert(0, self._statement(hooks.CAUGHT if is_ours else hooks.REWORD, node, *caught))
        return node

    def _is_narrow(self, kind: ast.expr | None) -> bool:
        if isinstance(kind, ast.Tuple):
            return all(self._is_narrow(item) for item in kind.elts)
        if not isinstance(kind, ast.Name):
            return False
        return kind.id in self.narrow or (kind.id in NARROW_HANDLERS and kind.id not in self.bound)

    def _check_finally(self, body: list[ast.stmt]) -> None:
        for jump in leaving_jumps(body):
            word = type(jump).__name__.lower()
            what = f"{word} leaves a finally block, which would swallow a cancellation"
            self.refuse(jump, "refused-finally", what, f"move the {word} behind the try statement")

    def _statement(self, guard: str, at: Located, *arguments: ast.expr) -> ast.stmt:
        return ast.copy_location(ast.Expr(self.call(guard, at, *arguments)), at)

    # ---- loops and blocks

    def visit_For(self, node: ast.For) -> ast.stmt:
        self.keep_view(node.iter)
        self.find_payment(node)
        if node in self.payments and (leaves_early(node.body) or not self._can_be_two()):
            del self.payments[node]
        units, is_left = units_of(node.body), is_left_early(node.body)
        node = self._visit_turns_of(node)
        block = self.pay_for(node, units)
        if block is None and units == 1 and not is_left:
            node.iter = self.count_items(node.iter)
        elif block is None:
            node.body.insert(0, self.count(node, units))
        else:  # `for .block in .turns(xs): for x in .block: ...`
            inner = ast.For(node.target, ast.Name(block, LOAD), node.body, [])
            node.target, node.body = ast.Name(block, STORE), [place(inner, node)]
            place(node.target, node.iter)
        return node

    def _can_be_two(self) -> bool:
        """Whether a loop here may be one in another: Python nests no more than twenty, and a class keeps variables."""
        return self.scope.kind != "class" and self.scope.loops < MOST_DOUBLED

    def visit_While(self, node: ast.While) -> ast.stmt:
        return self._visit_loop(node, units_of([node.test, *node.body]))

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.stmt:
        return self._visit_loop(node, units_of(node.body))

    def _visit_loop(self, node: ast.While | ast.AsyncFor, units: int) -> ast.stmt:
        node = self._visit_turns_of(node)
        node.body.insert(0, self.count(node, units))
        return node

    def _visit_turns_of(self, node: Loop) -> Loop:
        scope = self.scope
        scope.loops += 1
        node = self.contents(node)
        scope.loops -= 1
        return node

    def visit_With(self, node: ast.With) -> ast.stmt:
        return self._visit_with(node)

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.stmt:
        return self._visit_with(node)

    def _visit_with(self, node: With) -> With:
        """Have whatever leaves the block seen by us first: an `__exit__`, however it was come by, may swallow it."""
        node = self.contents(node)
        *outer, last = node.items
        body = node.body
        for item in (last, *reversed(outer)):
            body = [ast.copy_location(type(node)([item], [self._watch(body, hooks.ANY, node)]), node)]
        found: With = body[0]  # type: ignore[assignment]  # as there is an item
        return found

    def visit_withitem(self, node: ast.withitem) -> ast.withitem:
        return self.contents(node)

    # ---- patterns

    def visit_Match(self, node: ast.Match) -> ast.stmt:
        node = self.contents(node)
        patterns = walk(*(case.pattern for case in node.cases))
        if any(isinstance(part, ast.MatchValue) and isinstance(part.value, ast.Attribute) for part in patterns):
            node.subject = self.call(hooks.MATCHED, node.subject, node.subject)
        return node

    def visit_match_case(self, node: ast.match_case) -> ast.match_case:
        return self.contents(node)

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.pattern:
        self._check_pattern_expression(node.value)
        return node

    def visit_MatchSingleton(self, node: ast.MatchSingleton) -> ast.pattern:
        return node

    def visit_MatchSequence(self, node: ast.MatchSequence) -> ast.pattern:
        return self.contents(node)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> ast.pattern:
        self.check_binding(node, node.rest)
        for key in node.keys:
            self._check_pattern_expression(key)
        node.keys = [self._pay_for_key(key) for key in node.keys]
        node.patterns = [self.visit(pattern) for pattern in node.patterns]
        return node

    def _pay_for_key(self, key: ast.expr) -> ast.expr:
        """`case {K.name: ...}`: `.of_pattern(K, "name").value`, as a pattern takes literals and attributes only."""
        if not isinstance(key, ast.Attribute):
            return key
        read = self.call(hooks.OF_PATTERN, key, key.value, self.text(key.attr, key))
        return place(ast.Attribute(read, "value", LOAD), key)

    def visit_MatchClass(self, node: ast.MatchClass) -> ast.pattern:
        self._check_pattern_expression(node.cls)
        node.cls = self.only_asked(node.cls)
        for name in node.kwd_attrs:
            self._check_pattern_name(node, name)
        node.patterns = [self.visit(pattern) for pattern in node.patterns]
        node.kwd_patterns = [self.visit(pattern) for pattern in node.kwd_patterns]
        return node

    def visit_MatchStar(self, node: ast.MatchStar) -> ast.pattern:
        self.check_binding(node, node.name)
        return node

    def visit_MatchAs(self, node: ast.MatchAs) -> ast.pattern:
        self.check_binding(node, node.name)
        return self.contents(node)

    def visit_MatchOr(self, node: ast.MatchOr) -> ast.pattern:
        return self.contents(node)

    def _check_pattern_expression(self, node: ast.expr) -> None:
        """A pattern's value takes no guard: only what needs none may stand in it."""
        if isinstance(node, ast.Attribute):
            self._check_pattern_name(node, node.attr)
            self._check_pattern_expression(node.value)
        elif isinstance(node, ast.Name):
            self.visit(node)
        elif not isinstance(node, (ast.Constant, ast.UnaryOp, ast.BinOp)):  # -1, 1+2j: the parser takes no others
            self.not_allowed(node)

    def _check_pattern_name(self, node: Located, name: str) -> None:
        if name in names.DENIED or name in names.DYNAMIC or name.startswith("_"):
            what = f".{name} is not allowed in a pattern: the pattern would read it unguarded"
            self.refuse(node, "refused-pattern", what, _CASE_IF)


_CASE_IF: Final = "capture the object and compare in a guard: `case Kind() as x if x.name == ...`"
