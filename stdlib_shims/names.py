"""Names that may never become an attribute of an author's class: they open frames, code and generators.

A static table and not `dir()` of the running interpreter, so that the same source is refused everywhere; a
test compares it with what the interpreter has.
"""

from __future__ import annotations

from typing import Final

from stdlib_shims.refusals import Refused
from stdlib_shims.tables import words

HIDDEN: Final = frozenset(
    words(
        """
    ag_await ag_code ag_frame ag_running ag_suspended
    cr_await cr_code cr_frame cr_origin cr_running cr_suspended
    gi_code gi_frame gi_running gi_suspended gi_yieldfrom
    f_back f_builtins f_code f_generator f_globals f_lasti f_lineno f_locals f_trace f_trace_lines
    f_trace_opcodes
    tb_frame tb_lasti tb_lineno tb_next
    co_argcount co_branches co_cellvars co_code co_consts co_exceptiontable co_filename co_firstlineno
    co_flags co_freevars co_kwonlyargcount co_lines co_linetable co_lnotab co_name co_names co_nlocals
    co_positions co_posonlyargcount co_qualname co_stacksize co_varnames
    func_closure func_code func_defaults func_dict func_doc func_globals func_name
    cell_contents
    """
    )
)


def is_hidden(name: str) -> bool:
    """Tell whether a name is a dunder or belongs to the interpreter's own objects."""
    return name in HIDDEN or (name.startswith("__") and name.endswith("__"))


def check_field(name: object, what: str) -> str:
    """Return the name of a field, proved to be plain text and harmless.

    Raises:
        Refused: It is not exactly a str, not an identifier, or hidden.
    """
    if type(name) is not str or not name.isidentifier():
        raise Refused(f"{what} with a field called {name!r}", "a field's name is a plain identifier")
    if is_hidden(name):
        raise Refused(f"{what} with a field called {name}", "that name belongs to the interpreter; rename the field")
    return name
