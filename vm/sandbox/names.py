"""Which attribute, special and builtin names source may use. Data only: the policy and the guards read it.

A static `x.name` stands unguarded when `name` is safe on every object that a body can reach. Four tables
decide: *denied* names are refused outright, *dynamic* ones depend on the receiver and cost one guarded call,
special names need a row of their own, names with one leading underscore belong to the author's own classes.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from stdlib_shims import letters, replaced
from stdlib_shims.newer import NEWER
from stdlib_shims.tables import words
from vm.sandbox.values import METHOD_NAMES

DENIED: Final = frozenset(
    words(
        """
    f_back f_builtins f_code f_generator f_globals f_lasti f_lineno f_locals f_trace f_trace_lines f_trace_opcodes
    tb_frame tb_lasti tb_lineno tb_next
    gi_code gi_frame gi_running gi_state gi_suspended gi_yieldfrom
    cr_await cr_code cr_frame cr_origin cr_running cr_state cr_suspended
    ag_await ag_code ag_frame ag_running ag_state ag_suspended
    co_argcount co_branches co_cellvars co_code co_consts co_exceptiontable co_filename co_firstlineno
    co_flags co_freevars co_kwonlyargcount co_lines co_linetable co_lnotab co_name co_names co_nlocals
    co_positions co_posonlyargcount co_qualname co_stacksize co_varnames
    cell_contents func_closure func_code func_defaults func_dict func_doc func_globals func_name
    im_class im_func im_self
    _abc_impl
    _member_type_ _new_member_ _use_args_ _value_repr_
    """
    )
)
"""Attributes of frames, tracebacks, generators, coroutines, code objects and cells: each is a way out.

And what an abstract class keeps, for which those above it, which all runs share, ask every class below; and what
an enumeration has of the real class that it is mixed with.
"""

DYNAMIC: Final[dict[str, str]] = {
    "format": "a format string reads attributes: str.format walks out",
    "format_map": "the same",
    "send": "drives a coroutine by hand",
    "throw": "drives a coroutine by hand",
    "close": "drives a coroutine by hand",
    "asend": "drives an async generator by hand",
    "athrow": "drives an async generator by hand",
    "aclose": "drives an async generator by hand",
    "obj": "AttributeError.obj hands out what an attribute was looked up on",
    "register": "ABC.register makes isinstance lie, for the whole process",
    "now": "the host's clock, on datetime",
    "today": "the host's clock, on date and datetime",
    "utcnow": "the host's clock, on datetime",
    "fromtimestamp": "the host's time zone, on date and datetime",
    "utcfromtimestamp": "takes no zone; kept beside fromtimestamp",
    "timestamp": "the host's time zone, on naive datetimes",
    "astimezone": "the host's time zone, on naive datetimes",
    "strftime": "the host's zone and locale, on dates and times",
    "strptime": "the host's locale and zone names, on datetime",
    "fromisoformat": "takes more on newer Pythons, on dates and times",
    **dict.fromkeys(NEWER, "only newer Pythons have it, on some of the library's classes"),
    "keys": "set operators on a dict's view build a set whose order is the process's",
    "items": "the same",
    "fget": "a property's function takes anything for its self",
    "fset": "the same",
    "fdel": "the same",
    "re": "a match hands out the real pattern, which searches texts of any length",
    "mro": "hands out the real set and str, which stand behind ours",
}
"""Names whose danger depends on the receiver, with the reason."""

LETTER_NAMES: Final = letters.METHODS
"""Methods of texts that know letters: which there are differs by Python."""

REPLACED: Final = replaced.NAMES
"""Those and others whose answers differ by Python. On most objects the names are plain ones: patterns may have them."""

CLOCK_NAMES: Final = frozenset(
    (
        "now",
        "today",
        "utcnow",
        "fromtimestamp",
        "utcfromtimestamp",
        "timestamp",
        "astimezone",
        "strftime",
        "strptime",
        "fromisoformat",
    )
)
DRIVING_NAMES: Final = frozenset(("send", "throw", "close", "asend", "athrow", "aclose"))
PROPERTY_NAMES: Final = frozenset(("fget", "fset", "fdel"))
VIEW_NAMES: Final = frozenset(("keys", "items"))

READABLE: Final = frozenset(
    words(
        """
    __name__ __qualname__ __doc__ __module__ __file__ __cause__ __context__ __suppress_context__ __notes__
    __members__ __match_args__ __slots__ __version__ __post_init__
    """
    )
)
"""Special attributes that may be read on anything."""

CHAINING: Final = frozenset(("__cause__", "__context__", "__suppress_context__"))
"""What an error has of others. Set on errors only: a class that had one of its own would hide what is there."""

WRITABLE: Final = CHAINING | {"__doc__"}
"""Special attributes that may be set, on the author's own objects."""

GLOBAL_SPECIALS: Final = frozenset(("__name__", "__file__", "__doc__", "__debug__"))
"""Special names that a module may read."""

MODULE_SPECIALS: Final = frozenset(("__all__", "__version__", "__author__", "__doc__"))
"""Special names that a module may assign."""

NAMEDTUPLE_NAMES: Final = frozenset(("_replace", "_asdict", "_fields", "_make", "_field_defaults"))
"""Public in all but name: readable on every tuple."""

_BINARY: Final = words("add and floordiv lshift matmul mod mul or pow rshift sub truediv xor divmod")

DEFINABLE: Final = frozenset(
    words(
        """
    __init__ __new__ __post_init__ __init_subclass__ __set_name__ __class_getitem__
    __repr__ __str__ __bytes__ __format__ __hash__ __bool__ __lt__ __le__ __eq__ __ne__ __gt__ __ge__
    __getattr__ __get__ __set__ __delete__
    __call__ __len__ __length_hint__ __getitem__ __setitem__ __delitem__ __missing__ __contains__
    __iter__ __next__ __reversed__ __aiter__ __anext__ __enter__ __exit__ __aenter__ __aexit__
    __neg__ __pos__ __abs__ __invert__ __complex__ __int__ __float__ __index__
    __round__ __trunc__ __floor__ __ceil__ __copy__ __deepcopy__
    """
    )
) | {f"__{side}{name}__" for name in _BINARY for side in ("", "r", "i")} - {"__idivmod__"}
"""Special methods that a class may define."""

UNDEFINABLE: Final[dict[str, str]] = {
    "__del__": "it runs when the process likes, not when the journal says",
    "__getattribute__": "it would stand between the sandbox and its own checks",
    "__setattr__": "it would stand between the sandbox and its own checks",
    "__delattr__": "it would stand between the sandbox and its own checks",
    "__await__": "only steps, sleeps and tasks can be awaited; wrap the work in an `async def`",
    "__mro_entries__": "it would choose base classes unseen",
    "__prepare__": "it would choose a class's namespace unseen",
    "__instancecheck__": "isinstance must not lie",
    "__subclasscheck__": "isinstance must not lie",
    "__subclasshook__": "isinstance must not lie",
    "__class__": "type(x) must not lie",
    "__reduce__": "copying by pickle's protocol calls whatever it is told to",
    "__reduce_ex__": "copying by pickle's protocol calls whatever it is told to",
    "__getstate__": "copying by pickle's protocol calls whatever it is told to",
    "__setstate__": "copying by pickle's protocol calls whatever it is told to",
    "__buffer__": "memory of the process is not a workflow's",
}
"""Special methods that a class may not define, with the reason for those that people try."""

SUPER_TEXT: Final = frozenset(("__repr__", "__str__", "__format__"))
"""`super().__repr__()` and its kin: their text may hold an address, which is taken out."""

SUPER_CALLABLE: Final = DEFINABLE - {"__hash__"} - SUPER_TEXT
"""What may be called through `super()`. `object.__hash__` is the address of the object."""

UNBOUND_CALLABLE: Final = frozenset(("__init__", "__post_init__"))
"""What may be called on a base class by name: `Base.__init__(self)`."""

BROAD_HANDLERS: Final = frozenset(
    words(
        """
    BaseException Exception RuntimeError RecursionError MemoryError GeneratorExit BaseExceptionGroup ExceptionGroup
    """
    )
)
"""Handlers that could catch what must not be swallowed: the run being thrown away, or out of resources."""

REFUSED_NODES: Final[dict[str, str]] = {
    "Interactive": "source is a file, not a prompt",
    "Expression": "source is a file, not an expression",
    "FunctionType": "type comments are not read",
    "TemplateStr": "the same source must run on Python 3.11",
    "Interpolation": "the same source must run on Python 3.11",
    "TypeIgnore": "type comments are not read",
}
"""Syntax that stays closed on purpose, with the reason. Unknown syntax is refused as well."""


def is_special(name: str) -> bool:
    """`__name__`: two underscores on both sides."""
    return name.startswith("__") and name.endswith("__") and len(name) > 4


@lru_cache(maxsize=1024)
def is_open(name: str) -> bool:
    """Whether an attribute may be read on anything: Python's own `getattr` will do for it."""
    closed = (DENIED, DYNAMIC, METHOD_NAMES, REPLACED)
    return not (name.startswith("_") or "." in name or any(name in table for table in closed))


def is_private(name: str) -> bool:
    """`_name` or `__name`, but not `_` alone and not a special name."""
    return name.startswith("_") and name != "_" and not is_special(name)
