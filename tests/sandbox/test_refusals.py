# ruff: noqa: E501 - a row that is a piece of source stays a row
"""Each thing that the policy refuses, it refuses with a code, a place and a way out."""

from __future__ import annotations

import pytest

from tests.sandbox.running import codes_of, findings_of, refusal_of
from vm.sandbox import names

REFUSED = {
    "frame_attribute": ("def f(g): return g.gi_frame\n", "refused-attribute"),
    "code_attribute_on_self": ("class C:\n    def f(self): self.f_code = 1\n", "refused-attribute"),
    "globals_of_a_function": ("def f(g): return g.__globals__\n", "refused-attribute"),
    "subclasses": ("x = object.__subclasses__\n", "refused-attribute"),
    "unicode_spelling_of_a_special_name": ("x = object.__ſubclasses__\n", "refused-attribute"),
    "traceback_of_an_error": ("def f(e): return e.__traceback__\n", "refused-attribute"),
    "writing_a_special_attribute": ("def f(g): g.__code__ = 1\n", "refused-attribute"),
    "deleting_a_special_attribute": ("def f(g): del g.__dict__\n", "refused-attribute"),
    "super_of_undefinable": ("class C:\n    def f(self): return super().__reduce__()\n", "refused-attribute"),
    "super_hash": ("class C:\n    def f(self): return super().__hash__()\n", "refused-attribute"),
    "super_as_value": ("f = super\n", "refused-super"),
    "object_new": ("x = object.__new__\n", "refused-attribute"),
    "builtins_name": ("x = __builtins__\n", "refused-name"),
    "import_function": ("x = __import__('os')\n", "refused-name"),
    "build_class_function": ("x = __build_class__\n", "refused-name"),
    "class_cell": ("class C:\n    def f(self): return __class__\n", "refused-name"),
    "global_special": ("def f():\n    global __builtins__\n", "refused-name"),
    "nonlocal_special": ("class C:\n    def f(self):\n        nonlocal __class__\n", "refused-name"),
    "assigning_a_special_name": ("__name__ = 'x'\n", "refused-name"),
    "special_parameter": ("def f(__builtins__): pass\n", "refused-name"),
    "special_lambda_parameter": ("f = lambda __builtins__: 1\n", "refused-name"),
    "special_walrus": ("(__name__ := 1)\n", "refused-name"),
    "special_loop_target": ("for __name__ in (): pass\n", "refused-name"),
    "special_handler_name": ("try: pass\nexcept ValueError as __name__: pass\n", "refused-name"),
    "special_capture": ("match 1:\n    case __name__: pass\n", "refused-name"),
    "special_star_capture": ("match 1:\n    case [*__name__]: pass\n", "refused-name"),
    "special_rest_capture": ("match 1:\n    case {**__name__}: pass\n", "refused-name"),
    "special_import": ("import json as __builtins__\n", "refused-name"),
    "special_import_name": ("from json import __name__\n", "refused-name"),
    "special_import_alias": ("from json import loads as __builtins__\n", "refused-name"),
    "special_class_name": ("class __C__: pass\n", "refused-name"),
    "special_field": ("class C:\n    __dict__: int = 1\n", "refused-name"),
    "frame_field": ("class C:\n    cr_frame: int\n", "refused-name"),
    "frame_slot": ("class C:\n    __slots__ = ('gi_frame',)\n", "refused-name"),
    "frame_match_args": ("class C:\n    __match_args__ = ('cr_frame',)\n", "refused-name"),
    "private_match_args": ("class C:\n    __match_args__ = ('_x',)\n", "refused-name"),
    "computed_match_args": ("x = ('cr_frame',)\nclass C:\n    __match_args__ = x\n", "refused-name"),
    "special_class_attribute": ("class C:\n    __class__ = int\n", "refused-name"),
    "format_bound_to_eval": ("class C:\n    __format__ = print\n", "refused-name"),
    "type_parameter": ("def f[__builtins__](): pass\n", "refused-name"),
    "finalizer": ("class C:\n    def __del__(self): pass\n", "refused-method"),
    "getattribute": ("class C:\n    def __getattribute__(self, n): pass\n", "refused-method"),
    "setattr_method": ("class C:\n    def __setattr__(self, n, v): pass\n", "refused-method"),
    "own_awaitable": ("class C:\n    def __await__(self): yield 1\n", "refused-method"),
    "reduce": ("class C:\n    def __reduce__(self): return (print, ())\n", "refused-method"),
    "subclasshook": ("class C:\n    def __subclasshook__(cls, c): return True\n", "refused-method"),
    "mro_entries": ("class C:\n    def __mro_entries__(self, b): return ()\n", "refused-method"),
    "unknown_special_method": ("class C:\n    def __strange__(self): pass\n", "refused-method"),
    "special_function": ("def __getattr__(name): pass\n", "refused-method"),
    "metaclass": ("class C(metaclass=type): pass\n", "refused-class"),
    "class_keywords_unpacked": ("k = {}\nclass C(**k): pass\n", "refused-class"),
    "star_import": ("from json import *\n", "refused-import"),
    "return_in_finally": ("def f():\n    try: pass\n    finally: return 1\n", "refused-finally"),
    "break_in_finally": ("for i in ():\n    try: pass\n    finally: break\n", "refused-finally"),
    "continue_in_nested_finally": ("for i in ():\n    try: pass\n    finally:\n        if i:\n            try: pass\n            except ValueError: continue\n", "refused-finally"),
    "break_behind_inner_loop": ("for i in ():\n    try: pass\n    finally:\n        for j in (): pass\n        else: break\n", "refused-finally"),
    "return_in_match_in_finally": ("def f(x):\n    try: pass\n    finally:\n        match x:\n            case 1: return\n", "refused-finally"),
    "return_in_star_finally": ("def f():\n    try: pass\n    except* ValueError: pass\n    finally: return\n", "refused-finally"),
    "frame_in_pattern": ("def f(x):\n    match x:\n        case object(cr_frame=f): pass\n", "refused-pattern"),
    "class_in_pattern": ("def f(x):\n    match x:\n        case object(__class__=c): pass\n", "refused-pattern"),
    "private_in_pattern": ("def f(x):\n    match x:\n        case object(_context=c): pass\n", "refused-pattern"),
    "dynamic_in_pattern": ("def f(x):\n    match x:\n        case str(format=c): pass\n", "refused-pattern"),
    "private_value_pattern": ("import random\ndef f(x):\n    match x:\n        case random._os: pass\n", "refused-pattern"),
    "private_class_pattern": ("import random\ndef f(x):\n    match x:\n        case random._os(): pass\n", "refused-pattern"),
    "special_mapping_key": ("def f(x):\n    match x:\n        case {x.__class__: 1}: pass\n", "refused-pattern"),
    "open": ("open('x')\n", "refused-builtin"),
    "eval": ("f = eval\n", "refused-builtin"),
    "exec_decorator": ("@exec\ndef f(): pass\n", "refused-builtin"),
    "globals": ("globals()\n", "refused-builtin"),
    "dir": ("dir()\n", "refused-builtin"),
    "system_exit": ("raise SystemExit\n", "refused-builtin"),
    "null_byte": ("x = 1\n\0\n", "null-byte"),
    "syntax": ("def f(:\n", "syntax-error"),
    "return_outside": ("return 1\n", "syntax-error"),
    "deep_nesting": ("x = " + "-" * 50000 + "1\n", "source-too-deep"),
    "somewhat_deep_nesting": ("x = " + "-" * 500 + "1\n", "source-too-deep"),
    "template_string": ("x = t'{1}'\n", "refused-syntax"),
}  # fmt: skip


def _codes(source: str) -> list[str]:
    return codes_of(source)


@pytest.mark.parametrize("case", REFUSED)
def test_policy_refuses(case: str) -> None:
    source, code = REFUSED[case]
    codes = _codes(source)
    if case in ("type_parameter", "template_string") and codes == ["syntax-error"]:
        pytest.skip("this Python does not have it")
    assert code in codes


def test_finding_names_place_and_way_out() -> None:
    [finding] = findings_of("x = 1\ny = [object.__subclasses__]\n")
    assert (finding.file, finding.line, finding.column) == ("workflow.py", 2, 6)
    assert finding.fix


def test_all_findings_of_a_file_come_at_once_in_order() -> None:
    found = findings_of("open('a')\nx = f.gi_frame\nclass C(metaclass=type): pass\n")
    assert [finding.line for finding in found] == [1, 2, 3]


def test_refused_builtin_is_allowed_when_the_file_defines_the_name() -> None:
    assert codes_of("def open(x): return x\nopen('a')\n") == []


def test_every_undefinable_method_has_a_reason_and_is_not_definable() -> None:
    assert not set(names.UNDEFINABLE) & names.DEFINABLE
    assert all(names.UNDEFINABLE.values())


@pytest.mark.parametrize("method", sorted(names.DEFINABLE))
def test_class_may_define(method: str) -> None:
    assert codes_of(f"class C:\n    def {method}(self, *a): return 1\n") == []


def test_interpreter_names_cover_what_this_python_has() -> None:
    import sys
    import types

    async def agen():  # type: ignore[no-untyped-def]
        yield 1

    async def coroutine() -> None: ...

    running, one = agen(), coroutine()
    try:
        raise ValueError
    except ValueError as error:
        trace = error.__traceback__
    samples = [sys._getframe(), trace, running, one, (i for i in ()), agen.__code__, types.CellType()]
    public = {name for sample in samples for name in dir(sample) if not name.startswith("_")}
    one.close()
    harmless = {"clear", "replace", "send", "throw", "close", "asend", "athrow", "aclose"}
    assert public - harmless <= names.DENIED | set(names.DYNAMIC)


def test_program_is_refused_with_all_findings() -> None:
    refusal = refusal_of("async def main():\n    'use workflow'\n    open('x')\n    eval('1')\n")
    assert refusal is not None
    assert [finding.line for finding in refusal.findings] == [3, 4]
