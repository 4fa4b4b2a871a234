# ruff: noqa: E501 - a row that is a piece of source stays a row
"""What the guards give and refuse, one by one."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from tests.sandbox.running import body_source, make_context, run_sandboxed
from vm.core.kernel import Kernel
from vm.errors import AccessRefused
from vm.sandbox.builtins import ALLOWED, PER_RUN, REFUSED_BUILTINS
from vm.sandbox.classes import check_base
from vm.sandbox.guards import Guards
from vm.sandbox.hooks import OWN
from vm.sandbox.ownership import Ownership
from vm.sandbox.policy import WorkflowPolicy, apply_policy


def value_of(expression: str, prelude: str = "") -> Any:
    return run_sandboxed(body_source(f"return {expression}", prelude))


OWN_CLASS = "class C:\n    count = 0\n    def __init__(self): self._x = 1\n    def poke(self, other): other._x = 5; return other._x\n"


def test_private_names_of_own_objects_and_classes_can_be_read() -> None:
    assert value_of("C()._x, getattr(C(), '_x'), C().poke(C()), hasattr(C, '_nothing')", OWN_CLASS) == (1, 1, 5, False)


@pytest.mark.parametrize("expression", ["math._x", "[]._x", "getattr('', '_x')", "hasattr((1).real, '_x')"])
def test_private_names_of_anything_else_are_refused(expression: str) -> None:
    with pytest.raises((AccessRefused, AttributeError)):
        value_of(expression, "import math\n")


def test_attributes_can_be_set_on_own_objects_and_classes_only() -> None:
    source = body_source(
        "c = C()\nc.y = 2\nC.count += 1\nsetattr(C, 'z', 3)\nsetattr(c, 'w', 4)\nreturn c.y, C.count, c.z, c.w",
        OWN_CLASS,
    )
    assert run_sandboxed(source) == (2, 1, 3, 4)
    for statement in ("(lambda: 1).x = 1", "[].x = 1", "setattr(len, 'x', 1)", "del print.x", "delattr(int, 'real')"):
        with pytest.raises((AccessRefused, AttributeError)):
            run_sandboxed(body_source(statement))


def test_refusal_names_the_kind_and_the_way_out() -> None:
    with pytest.raises(AccessRefused, match="attributes of a function cannot be set") as caught:
        run_sandboxed(body_source("(lambda: 1).x = 1"))
    assert "own classes" in str(caught.value)


def test_computed_special_names_follow_the_rules_of_written_ones() -> None:
    assert value_of("getattr(C, '__name__'), getattr(C(), '__class__') is C, getattr(C(), '__dict__'), hasattr(C, '__doc__')", OWN_CLASS) == (
        "C", True, {"_x": 1}, True,
    )  # fmt: skip
    for name in ("__globals__", "__code__", "__subclasses__", "__dataclass_fields__", "gi_frame"):
        with pytest.raises(AccessRefused):
            value_of(f"getattr(C, {name!r}, None)", OWN_CLASS)
    for statement in ("setattr(C, '__init__', 1)", "delattr(C, '__init__')", "setattr(C, 1, 1)", "delattr(C, b'x')"):
        with pytest.raises(TypeError):
            run_sandboxed(body_source(statement, OWN_CLASS))


def test_cause_of_an_own_error_can_be_set() -> None:
    source = body_source(
        "e = E()\ne.__cause__ = KeyError('k')\nsetattr(e, '__suppress_context__', False)\nreturn repr(e.__cause__)",
        "class E(Exception): pass\n",
    )
    assert run_sandboxed(source) == "KeyError('k')"


def test_dynamic_names_are_ordinary_on_own_objects() -> None:
    prelude = (
        "class C:\n    def __init__(self): self.obj = 1; self.format = 'pdf'; self.items = [2]; self.now = 3\n"
        "    def send(self, x): return x\n    def close(self): return 'closed'\n    def register(self, f): return f\n"
        "    def keys(self): return 'keys'\n    def today(self): return 't'\n"
        "class E(AttributeError):\n    def __init__(self): self.obj = 'mine'\n"
    )
    expression = "(lambda c: (c.obj, c.format, c.items, c.now, c.send(4), c.close(), c.register(5), c.keys(), c.today(), C.send(c, 6), E().obj))(C())"
    assert value_of(expression, prelude) == (1, "pdf", [2], 3, 4, "closed", 5, "keys", "t", 6, "mine")


def test_generators_can_be_driven_by_hand() -> None:
    prelude = "def g():\n    try: got = yield 1\n    except KeyError: got = 'thrown'\n    yield got\n"
    source = body_source(
        "a, b = g(), g()\nnext(a), next(b)\nfirst = a.send('s')\nsecond = b.throw(KeyError('x'))\na.close()\nreturn first, second",
        prelude,
    )
    assert run_sandboxed(source) == ("s", "thrown")


def test_async_generator_can_be_awaited_by_hand() -> None:
    prelude = "async def g():\n    got = yield 1\n    yield got\n"
    source = body_source(
        "a = g()\nawait a.asend(None)\nfound = await a.asend('s')\nawait a.aclose()\nreturn found", prelude
    )
    assert run_sandboxed(source) == "s"


def test_views_taken_from_the_class_keep_order_too() -> None:
    assert value_of("list(dict.keys({'b': 1}) | {'a'}), list(dict.items({'b': 1}))") == (["b", "a"], [("b", 1)])


def test_format_reads_attributes_as_the_author_may() -> None:
    prelude = "class C:\n    def __init__(self): self._x = 1; self.d = {'k': [7]}\nclass S(str):\n    def up(self, *a): return super().format(*a).upper()\n"
    assert value_of(
        "'{0._x} {0.d[k][0]:>3} {}'.replace('{}', '').format(C()), S('{}a').up(1), '{!r:>5}'.format('x')", prelude
    ) == ("1   7 ", "1A", "  'x'")


def test_super_text_shows_no_address() -> None:
    prelude = """
class C:
    def __repr__(self): return "mine " + super().__repr__()
    def __str__(self): return super().__str__()
    def __format__(self, spec): return super().__format__(spec)
"""
    text, shown = value_of("str(C()), f'{C()}'", prelude)
    assert (text, shown) == ("mine <workflow.C object>",) * 2


def test_unbound_init_works_on_own_classes_and_exceptions() -> None:
    prelude = "class A:\n    def __init__(self): self.a = 1\nclass B(A):\n    def __init__(self):\n        A.__init__(self)\n        object.__init__(self)\n"
    assert value_of("B().a", prelude) == 1


def test_type_answers_and_cannot_be_called_to_make_classes() -> None:
    assert value_of("type(C()) is C, type(C) is type, type(type) is type, isinstance(C, type), issubclass(type, type), issubclass(int, type), repr(type)", OWN_CLASS) == (
        True, True, True, True, True, False, "<class 'type'>",
    )  # fmt: skip
    with pytest.raises(AccessRefused):
        value_of("type('X', (), {})")
    with pytest.raises(AccessRefused):
        value_of("type(1, x=2)")


@pytest.mark.parametrize("base", [type, BaseException, KeyboardInterrupt, ExceptionGroup, Kernel, Guards])
def test_class_cannot_derive_from(base: type) -> None:
    with pytest.raises(AccessRefused, match="cannot derive"):
        check_base(base)


def test_class_may_derive_from_what_is_no_class() -> None:
    check_base("left to Python to refuse")


def test_metaclass_is_refused_where_the_policy_cannot_see_it() -> None:
    guards = Guards(make_context(), make_context(), Ownership())
    with pytest.raises(AccessRefused, match="metaclass"):
        guards.build_class(lambda: None, "C", metaclass=type)


def test_group_handler_meets_real_groups_only() -> None:
    guards = Guards(make_context(), make_context(), Ownership())
    try:
        raise ValueError
    except ValueError:
        with pytest.raises(AccessRefused, match="no exception group"):
            guards.check_caught_group()


def test_mark_of_ownership_is_invisible_and_cannot_be_forged() -> None:
    first, second = Ownership(), Ownership()
    made = type("Made", (), {OWN: first.token})
    assert first.owns(made)
    assert first.owns(made)
    assert not second.owns(made)
    assert not first.owns(3)
    assert first.token.__get__(None) is first.token
    assert repr(first.token) == "<own>"
    assert value_of("vars(C)", OWN_CLASS).keys() == {"count", "poke"}


def test_copy_that_slots_make_is_own_too() -> None:
    prelude = "from dataclasses import dataclass\n@dataclass(slots=True)\nclass C:\n    x: int\n    def set(self): self.x = 2; return self.x\n"
    source = body_source("c = C(1)\nc.set()\nc.x += 1\nreturn c.x", prelude)
    assert run_sandboxed(source) == 3


def test_getattr_with_default_catches_absence_only() -> None:
    assert value_of("getattr(C(), 'nothing', 7), getattr(C(), '_x', 7)", OWN_CLASS) == (7, 1)
    with pytest.raises(AttributeError):
        value_of("getattr(C(), 'nothing')", OWN_CLASS)


def test_builtins_have_a_reason_each_and_one_table() -> None:
    tables = (ALLOWED, PER_RUN, REFUSED_BUILTINS)
    assert sum(len(table) for table in tables) == len({name for table in tables for name in table})
    assert all(reason for _, reason in ALLOWED.values())
    assert all([*PER_RUN.values(), *REFUSED_BUILTINS.values()])


def test_every_builtin_of_this_python_is_decided() -> None:
    import builtins

    known = {*ALLOWED, *PER_RUN, *REFUSED_BUILTINS, "__build_class__", "__import__"}
    of_the_module = {"__name__", "__doc__", "__package__", "__loader__", "__spec__", "_"}
    assert set(vars(builtins)) - known - of_the_module == set()


def test_no_builtin_of_a_body_is_refused_by_name() -> None:
    source = "\n".join(f"_ = {name}" for name in [*ALLOWED, *PER_RUN] if name not in ("super", "__debug__"))
    assert apply_policy("workflow.py", ast.parse(source))[1] == []


def test_template_strings_stay_closed() -> None:
    policy = WorkflowPolicy("workflow.py", ast.Module([], []))
    policy.visit_TemplateStr(ast.Constant(1))
    policy.visit_Interpolation(ast.Constant(1))
    policy.error(ast.Constant(1), "something that RestrictedPython says")
    assert [finding.code for finding in policy.findings] == ["refused-syntax"] * 3


def test_private_names_are_mangled_as_the_compiler_does() -> None:
    prelude = "class _A:\n    def __init__(self): self.__x = 1\n    def peek(self, other): return other.__x\nclass __:\n    __y = 2\n    def peek(self, other): return other.__y\n"
    assert value_of("_A().peek(_A()), __().peek(__())", prelude) == (1, 2)
    with pytest.raises(AttributeError):
        value_of("_A().__x", prelude)


def test_chains_of_comparisons_are_what_python_makes_of_them_where_no_variable_can_hold_an_operand() -> None:
    source = body_source(
        "class Told:\n"
        "    chained = 1 < 2 <= 2 is not None, 3 < 2 < 1 / 0, 'a' in 'abc' in ['abc'], 1 not in [2] == [2]\n"
        "    counted = calls.append(1) is None is calls.pop()\n"
        "return Told.chained, Told.counted, list(1 < x < 3 for x in range(5)), list(a < b == c for a, b, c in [(A(), 2, 3)])",
        "calls = []\nclass A:\n    def __lt__(self, other): return 'a text'\n    def __eq__(self, other): return 0\n",
    )
    assert run_sandboxed(source) == ((True, False, True, True), False, [False, False, True, False, False], [False])


def test_counters_count_what_they_are_given_under_any_name() -> None:
    source = body_source(
        "d = {}\nd.update(ChainMap({'x': 1}))\nt = T('abca')\nt.subtract('bb')\nt.update(iter('z'))\n"
        "m = Mine('aab', extra=4)\n"
        "return d, Tally(ChainMap({'x': 4})), T(None), T([1], x=3), t, m, m.extra, type(t + T()) is Tally, isinstance(m, T)",
        "from collections import ChainMap, Counter as Tally\nfrom typing import Counter as T\n"
        "class Mine(Tally):\n    def __init__(self, *a, extra): self.extra = extra; super().__init__(*a)\n",
    )
    d, x, none, named, t, *rest = run_sandboxed(source)
    assert (d, x, none, named, t) == ({"x": 1}, {"x": 4}, {}, {1: 1, "x": 3}, {"a": 2, "b": -1, "c": 1, "z": 1})
    assert rest == [{"a": 2, "b": 1}, 4, True, True]
