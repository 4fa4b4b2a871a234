"""The syntax trees that the policy was written for: every node of Python 3.11 to 3.14, with its fields.

What a newer Python adds is refused until it has been examined and stands here: a node by its class, a field of a
known node by its name. `python -m tools.grammar` compares this table with the Pythons that are at hand.
"""

from __future__ import annotations

import _ast
import ast
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

FIRST: Final = "3.11"

_TABLE: Final = """
mod
Module body type_ignores
Interactive body
Expression body
FunctionType argtypes returns

stmt
FunctionDef name args body decorator_list returns type_comment type_params@3.12
AsyncFunctionDef name args body decorator_list returns type_comment type_params@3.12
ClassDef name bases keywords body decorator_list type_params@3.12
Return value
Delete targets
Assign targets value type_comment
TypeAlias@3.12 name type_params value
AugAssign target op value
AnnAssign target annotation value simple
For target iter body orelse type_comment
AsyncFor target iter body orelse type_comment
While test body orelse
If test body orelse
With items body type_comment
AsyncWith items body type_comment
Match subject cases
Raise exc cause
Try body handlers orelse finalbody
TryStar body handlers orelse finalbody
Assert test msg
Import names
ImportFrom module names level
Global names
Nonlocal names
Expr value
Pass
Break
Continue

expr
BoolOp op values
NamedExpr target value
BinOp left op right
UnaryOp op operand
Lambda args body
IfExp test body orelse
Dict keys values
Set elts
ListComp elt generators
SetComp elt generators
DictComp key value generators
GeneratorExp elt generators
Await value
Yield value
YieldFrom value
Compare left ops comparators
Call func args keywords
FormattedValue value conversion format_spec
JoinedStr values
Interpolation@3.14 value str conversion format_spec
TemplateStr@3.14 values
Constant value kind
Attribute value attr ctx
Subscript value slice ctx
Starred value ctx
Name id ctx
List elts ctx
Tuple elts ctx
Slice lower upper step

comprehension target iter ifs is_async
excepthandler
ExceptHandler type name body
arguments posonlyargs args vararg kwonlyargs kw_defaults kwarg defaults
arg arg annotation type_comment
keyword arg value
alias name asname
withitem context_expr optional_vars

match_case pattern guard body
pattern
MatchValue value
MatchSingleton value
MatchSequence patterns
MatchMapping keys patterns rest
MatchClass cls patterns kwd_attrs kwd_patterns
MatchStar name
MatchAs pattern name
MatchOr patterns

type_ignore
TypeIgnore lineno tag
type_param@3.12
TypeVar@3.12 name bound default_value@3.13
ParamSpec@3.12 name default_value@3.13
TypeVarTuple@3.12 name default_value@3.13

expr_context
Load
Store
Del
boolop
And
Or
operator
Add
Sub
Mult
MatMult
Div
Mod
Pow
LShift
RShift
BitOr
BitXor
BitAnd
FloorDiv
unaryop
Invert
Not
UAdd
USub
cmpop
Eq
NotEq
Lt
LtE
Gt
GtE
Is
IsNot
In
NotIn
"""


class Known(NamedTuple):
    """A node of the grammar: the Python that it came with, and for each field the Python that brought it."""

    since: str
    fields: Mapping[str, str]


def _split(word: str, since: str) -> tuple[str, str]:
    name, _, version = word.partition("@")
    return name, version or since


def _read_line(line: str) -> tuple[str, Known]:
    first, *fields = line.split()
    name, since = _split(first, FIRST)
    return name, Known(since, dict(_split(field, since) for field in fields))


GRAMMAR: Final[Mapping[str, Known]] = dict(_read_line(line) for line in _TABLE.split("\n") if line)
"""By the name of the class. Those without fields are the classes above, or have none."""


def is_since(version: str, since: str) -> bool:
    """Whether a Python has what came with another."""
    return tuple(map(int, version.split("."))) >= tuple(map(int, since.split(".")))


def grammar_of(version: str) -> dict[str, list[str]]:
    """Return the nodes of one Python with their fields, as this table has them."""
    return {
        name: [field for field, since in known.fields.items() if is_since(version, since)]
        for name, known in GRAMMAR.items()
        if is_since(version, known.since)
    }


def read_grammar(module: Any = _ast) -> dict[str, list[str]]:
    """Return the nodes of the running Python with their fields."""
    kinds = ((name, kind) for name, kind in vars(module).items() if isinstance(kind, type) and kind is not ast.AST)
    return {name: list(kind._fields) for name, kind in kinds if issubclass(kind, ast.AST)}


def find_strangers(grammar: Mapping[str, list[str]]) -> list[str]:
    """Return what a grammar has and the table has not: `Node`, or `Node.field`."""
    found = [name for name in grammar if name not in GRAMMAR]
    found += [
        f"{name}.{field}"
        for name, fields in grammar.items()
        if name in GRAMMAR
        for field in fields
        if field not in GRAMMAR[name].fields
    ]
    return sorted(found)


STRANGERS: Final = find_strangers(read_grammar())
"""What the running Python has beyond the table. While there is nothing, no tree need be searched for it."""


def strangers_in(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Yield the nodes of a tree that the table does not know, and those that use a field that it does not know."""
    for node in ast.walk(tree):
        name = type(node).__name__
        known = GRAMMAR.get(name)
        if known is None:
            yield node, name
            continue
        for field in node._fields:
            if field not in known.fields and getattr(node, field, None) not in (None, 0, []):
                yield node, f"{name}.{field}"
