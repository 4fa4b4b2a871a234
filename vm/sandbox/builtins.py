"""The builtins of a body: default deny, a reason for each. Those bound to a run are added by `guards`."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from stdlib_shims import absolute
from vm.sandbox.ordered import OrderedFrozenSet, OrderedSet
from vm.sandbox.texts import Text

_PURE = "a function of its arguments"
_VALUE = "a value type, immutable as a class"
_ITERATES = "iterates its arguments, nothing else"
_CATCHES = "an ordinary exception"
_NEWER = ("PythonFinalizationError",)  # not on every supported Python

_NO_DEFAULT: Final = object()


async def own_anext(iterator: Any, default: Any = _NO_DEFAULT, /) -> Any:
    """`anext`: the next item of an async iterator, or `default` when there is none."""
    try:
        return await type(iterator).__anext__(iterator)
    except StopAsyncIteration:
        if default is _NO_DEFAULT:
            raise
        return default


ALLOWED: Final[dict[str, tuple[Any, str]]] = {
    "None": (None, "a constant"),
    "True": (True, "a constant"),
    "False": (False, "a constant"),
    "Ellipsis": (..., "a constant"),
    "NotImplemented": (NotImplemented, "what an operator method answers"),
    "__debug__": (True, "asserts stand, whatever -O says"),
    "abs": (absolute, "a complex number's, without the C library"),
    "aiter": (aiter, _ITERATES),
    "all": (all, _ITERATES),
    "anext": (own_anext, "a coroutine, which cannot be driven by hand; Python's own crashes on some errors"),
    "any": (any, _ITERATES),
    "bin": (bin, _PURE),
    "bool": (bool, _VALUE),
    "bytearray": (bytearray, _VALUE),
    "bytes": (bytes, _VALUE),
    "callable": (callable, _PURE),
    "chr": (chr, _PURE),
    "classmethod": (classmethod, "a decorator; its __func__ cannot be named"),
    "complex": (complex, _VALUE),
    "dict": (dict, _VALUE),
    "divmod": (divmod, _PURE),
    "float": (float, _VALUE),
    "frozenset": (OrderedFrozenSet, "iterates in the order in which members came"),
    "hex": (hex, _PURE),
    "int": (int, _VALUE),
    "isinstance": (isinstance, "asks no hook that an author can define"),
    "len": (len, _PURE),
    "list": (list, _VALUE),
    "max": (max, _ITERATES),
    "min": (min, _ITERATES),
    "next": (next, _ITERATES),
    "object": (object, "its dangerous attributes cannot be named"),
    "oct": (oct, _PURE),
    "ord": (ord, _PURE),
    "property": (property, "a decorator; fget and its kin are the author's own functions"),
    "reversed": (reversed, _ITERATES),
    "round": (round, _PURE),
    "set": (OrderedSet, "iterates in the order in which members came"),
    "sorted": (sorted, _ITERATES),
    "staticmethod": (staticmethod, "a decorator; its __func__ cannot be named"),
    "str": (Text, "the real one, without the addresses in default texts"),
    "super": (super, "its calls without arguments need the real one; the policy sees to the others"),
    "tuple": (tuple, _VALUE),
    "BaseException": (BaseException, "can be caught (through a check), not derived from"),
    "GeneratorExit": (GeneratorExit, "can be caught (through a check), not derived from"),
    "ExceptionGroup": (ExceptionGroup, "can be raised and caught, not derived from"),
    **{
        name: (value, _CATCHES)
        for name, value in vars(builtins).items()
        if isinstance(value, type)
        and issubclass(value, Exception)
        and not issubclass(value, BaseExceptionGroup)
        and name == value.__name__  # not IOError and its like, which come below
        and name not in _NEWER
    },
    "IOError": (OSError, _CATCHES),
    "EnvironmentError": (OSError, _CATCHES),
}
"""Name to value and reason."""

PER_RUN: Final[dict[str, str]] = {
    "ascii": "without addresses",
    "delattr": "guarded as the statement is, and takes exact text only",
    "enumerate": "not too many in one another",
    "filter": "not too many in one another",
    "format": "without addresses",
    "getattr": "guarded as the expression is, and takes exact text only",
    "hasattr": "guarded as the expression is, and takes exact text only",
    "hash": "the same in every process",
    "id": "counts objects as they are asked for",
    "issubclass": "asks no hook that an author can define; protocols by their form",
    "iter": "not too many in one another",
    "map": "iterates; `map(str, xs)` is guarded as `str(x)` is",
    "pow": "not too large",
    "print": "writes to the journal once",
    "range": "not too long",
    "repr": "without addresses",
    "setattr": "guarded as the statement is, and takes exact text only",
    "sleep": "durable",
    "slice": "not too many in one another",
    "sum": "adds floats alike on every Python",
    "type": "one argument only, never a metaclass",
    "use_step": "a step by name",
    "vars": "a copy, of the author's own objects",
    "zip": "not too many in one another",
}
"""Builtins bound to a run, and how they differ from Python's."""

REFUSED_BUILTINS: Final[dict[str, str]] = {
    "BaseExceptionGroup": "use ExceptionGroup",
    "KeyboardInterrupt": "a workflow is stopped with `python -m vm cancel`, and sees Cancelled",
    "SystemExit": "return from the workflow, or raise an error",
    **dict.fromkeys(_NEWER, "it is not there on every supported Python"),
    "__build_class__": "write a class statement",
    "__import__": "write an import statement",
    "breakpoint": "look at a run with `python -m vm replay RUN --locals`",
    "compile": "write the code out, or do it in a step",
    "copyright": "it is for the prompt",
    "credits": "it is for the prompt",
    "dir": "its answer differs by Python version; name the attributes",
    "eval": "write the code out, or do it in a step",
    "exec": "write the code out, or do it in a step",
    "exit": "return from the workflow, or raise an error",
    "globals": "keep what you need in a dict of your own",
    "help": "it is for the prompt",
    "input": "wait for a hook, or ask in a step",
    "license": "it is for the prompt",
    "locals": "keep what you need in a dict of your own",
    "memoryview": "use bytes, or do it in a step",
    "open": "read and write files in a step",
    "quit": "return from the workflow, or raise an error",
}
"""Builtins that a body does not have, with the way out."""

SHARED: Final[Mapping[str, Any]] = MappingProxyType({name: value for name, (value, _) in ALLOWED.items()})
"""Those that all runs share."""
