"""The policy for expressions: names, attributes, calls, texts, sets, comprehensions."""

from __future__ import annotations

import ast
from typing import Final, TypeVar

from stdlib_shims.tables import words
from vm.sandbox import hooks, names
from vm.sandbox.builtins import REFUSED_BUILTINS
from vm.sandbox.policy_base import place
from vm.sandbox.policy_inline import is_free
from vm.sandbox.policy_sizes import Sizes
from vm.sandbox.policy_texts import is_written_spec
from vm.sandbox.scopes import Scope, units_of_turn
from vm.sandbox.texts import is_plain_format
from vm.sandbox.trees import LOAD, STORE
from vm.sandbox.values import METHOD_NAMES

_FEW_MEMBERS: Final = 32

_NOTABLE: Final = frozenset(("super", *REFUSED_BUILTINS))
"""Names that mean something to the policy where nothing binds them."""

Comprehension = TypeVar("Comprehension", ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)

_ITERATING: Final = frozenset(words("all any dict enumerate iter len list max min reversed sorted sum tuple zip"))
"""Builtins that only iterate what they are given: a plain dict view is good enough for them."""


class Expressions(Sizes):
    # ---- names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if not node.id.startswith("_") and (node.id in self.bound or node.id not in _NOTABLE):
            return node  # most are
        if not isinstance(node.ctx, ast.Load):
            if self.scope.kind != "module" or node.id not in names.MODULE_SPECIALS:
                self.check_binding(node, node.id)
        elif names.is_special(node.id):
            self._check_special_name(node)
        elif node.id == "super" and "super" not in self.bound:
            self.refuse(node, "refused-super", "super can only be called", "write super().name(...)")
        elif node.id in REFUSED_BUILTINS and node.id not in self.bound:
            reason = REFUSED_BUILTINS[node.id]
            self.refuse(node, "refused-builtin", f"{node.id} is not available in workflow code", reason)
        return node

    def _check_special_name(self, node: ast.Name) -> None:
        is_alias = self.scope.kind == "class" and node.id in names.DEFINABLE
        is_own = node.id in names.MODULE_SPECIALS and node.id in self.bound
        if node.id not in names.GLOBAL_SPECIALS and not is_alias and not is_own:
            self.refuse(node, "refused-name", f"{node.id} cannot be read in workflow code", _LEAVE_OUT)

    # ---- attributes

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if node.attr in names.DENIED:
            self._refuse_attribute(node, "it belongs to the interpreter's own objects")
            return node
        if not isinstance(node.ctx, ast.Load):
            return self._write(node)
        return self._read_special(node) if names.is_special(node.attr) else self._read(node)

    def _read(self, node: ast.Attribute) -> ast.expr:
        if self._is_super(node.value):
            self.native.add(node.value)
            if node.attr not in names.DYNAMIC and node.attr not in names.REPLACED:
                return self._read_super(node)
        owner = self.find_self(node.value)
        node = self.contents(node)
        if node.attr in names.DYNAMIC and node not in self.native:
            if node.attr in names.DRIVING_NAMES:
                return self.read_driving(node)
            return self.call(hooks.DYNAMIC, node, node.value, self.text(node.attr, node))
        if node.attr in names.REPLACED and owner is None and node not in self.native:
            return self.call(hooks.DYNAMIC, node, node.value, self.text(node.attr, node))
        if not names.is_private(node.attr):
            return self.read_method(node) if node.attr in METHOD_NAMES and node not in self.native else node
        if owner is not None:
            owner.needs_check = True
            return node
        return self.call(hooks.PRIVATE, node, node.value, self.text(self.mangle(node.attr), node))

    def _read_special(self, node: ast.Attribute) -> ast.expr:
        name, receiver = node.attr, node.value
        if self.is_builtin(receiver, "object") and name == "__setattr__":
            return ast.copy_location(ast.Name(hooks.OBJECT_SETATTR, LOAD), node)
        if self._is_super(receiver):
            self.native.add(receiver)
            if name not in _OF_ANYTHING and not receiver.args:  # type: ignore[attr-defined]
                return self._read_super_special(node)
        node = self.contents(node)
        if name == "__doc__":
            return self.call(hooks.DOC, node, node.value)
        if name in names.READABLE:
            return node
        if name == "__class__":
            return self.call(hooks.TYPE, node, node.value)
        if name == "__dict__":
            return self.call(hooks.VARS, node, node.value)
        if name in names.UNBOUND_CALLABLE:
            return self.call(hooks.UNBOUND, node, node.value, self.text(name, node))
        self._refuse_attribute(node, "special attributes lead out of the sandbox")
        return node

    def _is_super(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Call) and self.is_builtin(node.func, "super")

    def _read_super(self, node: ast.Attribute) -> ast.expr:
        """`super().name`. Of a class it gives functions that would take anything for their `self`."""
        call = node.value
        assert isinstance(call, ast.Call)
        if not call.args and not call.keywords and self._has_instance():
            return self.contents(node)
        name = self.mangle(node.attr) if names.is_private(node.attr) else node.attr
        return self.call(hooks.SUPER_READ, node, self.visit(call), self.text(name, node))

    def _read_super_special(self, node: ast.Attribute) -> ast.expr:
        if node.attr in names.SUPER_TEXT:
            return self.call(hooks.SUPER_TEXT, node, self.visit(node.value), self.text(node.attr, node))
        if node.attr not in names.SUPER_CALLABLE:
            self._refuse_attribute(node, "it cannot be called through super()")
            return node
        return self._read_super(node)

    def _has_instance(self) -> bool:
        """Whether `super()` here is of a method's first parameter, which will be proved to be no class."""
        scope = self.scope
        if scope.self_name is None or scope.is_of_class:
            return False
        scope.uses_super = True
        return True

    def _write(self, node: ast.Attribute) -> ast.expr:
        if names.is_special(node.attr) and node.attr not in names.WRITABLE:
            self._refuse_attribute(node, "special attributes cannot be set")
            return node
        owner = self.find_self(node.value)
        node = self.contents(node)
        if node.attr in names.CHAINING:
            node.value = self.call(hooks.ERROR, node.value, node.value)
        elif owner is not None:
            owner.needs_check = True
        else:
            node.value = self.require_own(node.value)
        return node

    def _refuse_attribute(self, node: ast.Attribute, why: str) -> None:
        self.refuse(node, "refused-attribute", f".{node.attr} is not allowed in workflow code: {why}", _LEAVE_OUT)

    # ---- calls

    def visit_Call(self, node: ast.Call) -> ast.expr:
        builtin = self.builtin_of(node.func)
        if builtin == "super":
            return self._visit_super(node)
        if self._asks_for_letters(node):
            return self.ask_for_letters(self.contents(node))
        if self._sends(node):
            return self.send(self.contents(node))
        if builtin in ("str", "repr") and _is_of_one(node):
            return self.written(self.contents(node), builtin)
        if builtin in _ITERATING and (len(node.args) == 1 or not _is_choice(node)):
            for argument in node.args:
                self.keep_view(argument)
        if builtin in ("isinstance", "issubclass") and len(node.args) == 2:
            node.args[1] = self.only_asked(node.args[1])
        if builtin == "set" and _is_of_one(node):
            node.func = place(ast.Name(hooks.SET, LOAD), node.func)
        if builtin in ("getattr", "hasattr") and _asks_openly(node):
            node.func = place(ast.Name(_OPENLY[builtin], LOAD), node.func)
        is_format = self._is_plain_format(node.func)
        guards_arguments = self.can_guard_call(node)
        if guards_arguments:
            self.native.add(node.func)
        node = self.contents(node)
        if guards_arguments and node.args and isinstance(node.func, ast.Attribute):
            self.guard_method_call(node, node.func)
        if builtin in ("isinstance", "issubclass") and len(node.args) == 2:
            node.args[1] = self.guard_kinds(node.args[1])
        self.guard_consumed(node, builtin)
        if not is_format:
            return self.guard_call(node)
        node.args = [self.guard_shown(item) for item in node.args]
        for keyword in node.keywords:
            keyword.value = self.guard_shown(keyword.value)
        return self.cleaned(node)

    def _asks_for_letters(self, node: ast.Call) -> bool:
        """`x.lower()`."""
        function = node.func
        if node.args or node.keywords or not isinstance(function, ast.Attribute):
            return False
        if function.attr not in names.LETTER_NAMES or self._is_super(function.value):
            return False
        self.native.add(function)
        return True

    def _sends(self, node: ast.Call) -> bool:
        """`g.send(x)`, of what may be written twice."""
        function = node.func
        if not isinstance(function, ast.Attribute) or function.attr not in names.DRIVING_NAMES or node.keywords:
            return False
        if self._is_super(function.value) or not (self.can_hold(function.value) and all(map(is_free, node.args))):
            return False
        self.native.add(function)
        return True

    def _is_plain_format(self, function: ast.expr) -> bool:
        """`"{} is {}".format`: nothing has to be looked at but what it gives."""
        if not (isinstance(function, ast.Attribute) and function.attr == "format"):
            return False
        receiver = function.value
        if isinstance(receiver, ast.Constant) and type(receiver.value) is str and is_plain_format(receiver.value):
            self.native.add(function)
            return True
        return False

    def only_asked(self, node: ast.expr) -> ast.expr:
        """Return the classes that something is asked to be of. The real `str` will do here, and is faster."""
        if isinstance(node, ast.Tuple):
            node.elts = [self.only_asked(item) for item in node.elts]
        elif self.is_builtin(node, "str"):
            return ast.copy_location(ast.Name(hooks.REAL_STR, LOAD), node)
        return node

    def _visit_super(self, node: ast.Call) -> ast.expr:
        if self.scope.kind in ("expression", "source"):
            what = "super() in a lambda or a comprehension means another thing in each version"
            self.refuse(node, "refused-super", what, "call it in the method, and use what it gives")
        if node.args or node.keywords:
            node.func = ast.copy_location(ast.Name(hooks.SUPER, LOAD), node.func)
            return self.contents(node)
        if node not in self.native and not self._has_instance():
            self.refuse(node, "refused-super", "super() of a class can only be read from", "write super().name(...)")
        return node

    def keep_view(self, node: ast.expr) -> None:
        """`d.items()` here is only iterated: a plain view will do."""
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args
        if is_call and node.func.attr in names.VIEW_NAMES:  # type: ignore[attr-defined]
            self.native.add(node.func)  # type: ignore[attr-defined]

    # ---- operators

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        return self.guard_operator(self.contents(node))

    def visit_List(self, node: ast.List) -> ast.expr:
        self.guard_displayed(node.elts if isinstance(node.ctx, ast.Load) else [])
        return self.contents(node)

    def visit_Tuple(self, node: ast.Tuple) -> ast.expr:
        self.guard_displayed(node.elts if isinstance(node.ctx, ast.Load) else [])
        return self.contents(node)

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        last = node.comparators[-1]  # one in the middle is handed to what comes next, too
        if isinstance(node.ops[-1], (ast.In, ast.NotIn)):
            self.keep_view(last)
            if isinstance(last, ast.Set) and all(isinstance(item, ast.Constant) for item in last.elts):
                self.native.add(last)  # only asked for membership: the compiler's constant will do
        return self.guard_comparison(self.contents(node))

    def visit_NamedExpr(self, node: ast.NamedExpr) -> ast.expr:
        return self.contents(node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        node = self.contents(node)
        node.slice = self.guard_key(node.slice)
        return node

    def visit_Dict(self, node: ast.Dict) -> ast.expr:
        node = self.contents(node)
        node.keys = [None if key is None else self.guard_key(key) for key in node.keys]
        return node

    def visit_Slice(self, node: ast.Slice) -> ast.expr:
        node = self.contents(node)
        node.lower, node.upper, node.step = (self.guard_bound(end) for end in (node.lower, node.upper, node.step))
        return node

    def visit_Await(self, node: ast.Await) -> ast.expr:
        return self.contents(node)

    # ---- texts

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.expr:
        is_tame = self.is_tame(node)
        node = self.contents(node)
        return node if is_tame else self.cleaned(node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.expr:
        node.value = self.guard_shown(self.visit(node.value))
        if node.format_spec is not None:  # an f-string itself, whose text nobody sees
            if node.conversion in _CONVERSIONS:  # cleaned before its characters are counted
                node.value, node.conversion = self.call(_CONVERSIONS[node.conversion], node.value, node.value), -1
            node.format_spec = self.contents(node.format_spec)
            self.guard_spec(node.format_spec)
            if node.conversion == -1 and not is_written_spec(node.format_spec):
                node.value = self.call(hooks.FORMAT, node.value, node.value, node.format_spec)
                node.format_spec = None
        return node

    # ---- sets, comprehensions

    def visit_Set(self, node: ast.Set) -> ast.expr:
        node = self.contents(node)
        if node in self.native:
            return node
        are_plain = len(node.elts) <= _FEW_MEMBERS and all(map(self.is_scalar, node.elts))
        elements = [self.guard_key(item) for item in node.elts]
        members = ast.copy_location(ast.Tuple(elements, LOAD), node)
        if are_plain:
            return self.call(hooks.PLAIN_SET, node, members)
        return self.call(hooks.SET, node, members, ast.Constant(True))  # guarded one by one

    def visit_SetComp(self, node: ast.SetComp) -> ast.expr:
        node = self._visit_turns(node)
        members = ast.copy_location(ast.ListComp(node.elt, node.generators), node)
        return self.call(hooks.SET, node, members)

    def visit_ListComp(self, node: ast.ListComp) -> ast.expr:
        return self._visit_turns(node)

    def visit_DictComp(self, node: ast.DictComp) -> ast.expr:
        return self._visit_turns(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> ast.expr:
        return self._visit_turns(node)

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        self.keep_view(node.iter)
        node.target = self.visit(node.target)
        self.scopes.append(Scope("source"))
        node.iter = self.visit(node.iter)
        self.scopes.pop()
        node.ifs = [self.visit(test) for test in node.ifs]
        return node

    def _visit_turns(self, node: Comprehension) -> Comprehension:
        """Pay for the turns, as the sources are gone through or before."""
        if isinstance(getattr(node, "elt", None), ast.Starred) or getattr(node, "value", node) is None:
            self.error(node, "unpacking in a comprehension is not allowed in workflow code: it takes turns unpaid")
        for generator in node.generators:
            if not generator.is_async:
                self.find_payment(generator)
        can_count = self.scope.kind in ("function", "module")
        units = units_of_turn(node)
        self.scopes.append(Scope("expression", is_lazy=isinstance(node, ast.GeneratorExp)))
        node = self.contents(node)
        if isinstance(node, ast.DictComp):
            node.key = self.guard_key(node.key)
        self.scopes.pop()
        first = node.generators[0]
        if isinstance(node, ast.GeneratorExp) and first not in self.payments and not first.is_async:
            self.scopes.append(Scope("source"))
            first.iter = self.guard_source(first.iter)
            self.scopes.pop()
        generators = []
        for generator in node.generators:
            source = generator.iter
            block = self.pay_for(generator, units)
            if block is None and units == 1 and generator is first and not generator.is_async:
                generator.iter = self.count_items(source)
            elif block is None:
                generator.ifs.insert(0, self.counting_unit(source, units) if can_count else self.unit(source, units))
            else:  # `... for .block in .turns(xs) for x in .block`
                name = place(ast.Name(block, STORE), source)
                generators.append(ast.comprehension(name, generator.iter, [], 0))
                generator.iter = place(ast.Name(block, LOAD), source)
            generators.append(generator)
        node.generators = generators
        return node


def _is_of_one(node: ast.Call) -> bool:
    return len(node.args) == 1 and not node.keywords and not isinstance(node.args[0], ast.Starred)


def _is_choice(node: ast.Call) -> bool:
    """`max(a, b)` gives back what it is given."""
    return isinstance(node.func, ast.Name) and node.func.id in ("max", "min")


_OF_ANYTHING: Final = names.READABLE | {"__class__", "__dict__"}
_CONVERSIONS: Final = {ord("s"): hooks.STR, ord("r"): hooks.REPR, ord("a"): hooks.ASCII}

_OPENLY: Final = {"getattr": hooks.GETATTR, "hasattr": hooks.HASATTR}


def _asks_openly(node: ast.Call) -> bool:
    """`getattr(x, "name", None)`, whose name may be read on anything."""
    name = node.args[1] if len(node.args) > 1 else None
    return isinstance(name, ast.Constant) and type(name.value) is str and names.is_open(name.value)


_LEAVE_OUT: Final = "leave it out, or do this in a step"
