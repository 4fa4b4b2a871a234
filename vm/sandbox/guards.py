"""The guards of one run: what stands, at run time, where the policy could not decide."""

from __future__ import annotations

import builtins
import functools
import itertools
import operator
import sys
import types
from collections.abc import Callable, Set
from typing import Any, Final

from stdlib_shims.protocols import is_subclass
from stdlib_shims.spending import charge
from vm.core.kernel import FATAL, Closed
from vm.errors import AccessRefused
from vm.sandbox import hooks
from vm.sandbox.attributes import Attributes, super_text
from vm.sandbox.canon import PLAIN, is_said, is_silent, reword
from vm.sandbox.classes import Type, bases_of, own_type, plain_repr
from vm.sandbox.formats import format_value
from vm.sandbox.identity import Identity
from vm.sandbox.ordered import make_plain, make_set
from vm.sandbox.ownership import Ownership
from vm.sandbox.placeholder import Placeholder, derive
from vm.sandbox.sizes import SIZE_GUARDS, check_nesting, pay_for_size
from vm.sandbox.texts import (
    Text,
    clean,
    clean_ascii,
    clean_format,
    clean_repr,
    clean_str,
    remainder,
    remainder_in_place,
    shown,
)
from vm.sandbox.values import VALUE_GUARDS, pay_for_group

CLASS_UNITS: Final = 50
"""What a class statement costs beside its body: some twenty microseconds, and a kilobyte that lives in cycles."""

_STOPPING: Final = (*FATAL, Closed)


class Guards(Attributes):
    """Guards that need to know the run: by its `context`, and as shims see it (`run`)."""

    def __init__(self, context: Any, run: Any, own: Ownership) -> None:
        super().__init__(run, own)
        self._context = context
        self._kernel = context.kernel
        self._harmless: set[type] = set(PLAIN)  # kinds of errors that end no run
        self._silent: set[type] = set()  # those of them whose texts nobody words but the author
        self._identity = Identity()

    def namespace(self) -> dict[str, Any]:
        """Return what `STATELESS` lacks: the guards of this run, and the builtins they stand for."""
        return {
            hooks.PRIVATE: self.read_private,
            hooks.DYNAMIC: self.read_dynamic,
            hooks.DOC: self.read_doc,
            hooks.VARS: self.vars,
            hooks.WRITE: self.require_own,
            hooks.ERROR: self.require_error,
            hooks.CLASSES: self._own.classes,
            hooks.CAUGHT: self.make_check_caught(),
            hooks.CAUGHT_GROUP: self.check_caught_group,
            hooks.SUPER: self.super,
            hooks.SUPER_READ: self.read_super,
            hooks.INSTANCE: self.require_instance,
            hooks.UNBOUND: self.read_unbound,
            hooks.OBJECT_SETATTR: self.set,
            hooks.TOKEN: self._own.token,
            "__build_class__": self.build_class,
            "getattr": self.getattr,
            "hasattr": self.hasattr,
            "setattr": self.set,
            "delattr": self.delete,
            "vars": self.vars,
            "hash": self._identity.hash,
            "id": self._identity.id,
        }

    # ---- catching

    def make_check_caught(self) -> Callable[..., None]:
        """Return what lets pass what an author's handler must not swallow.

        An error of the author's own with one text, which most are, is let go at once: what a class of the author's
        answers for `args` can hide no more than what the author has said, and it has no other cause and context.
        """
        kernel, silent, current = self._kernel, self._silent, sys.exception

        def check_caught(error: Any = None) -> None:
            if error is None:
                error = current()
            if type(error) in silent and not kernel.is_dead and error.__cause__ is error.__context__ is None:
                args = error.args
                if type(args) is tuple and len(args) == 1 and type(args[0]) is str and " at 0x" not in args[0]:
                    return
            self._check_caught(error)

        return check_caught

    def _check_caught(self, error: BaseException | None) -> None:
        if self._kernel.is_dead or (type(error) not in self._harmless and self._is_stopping(error)):
            self.check_passing(error)
        elif error is not None and not is_said(error):
            reword(error)

    def _is_stopping(self, error: BaseException | None) -> bool:
        if isinstance(error, _STOPPING):
            return True
        self._harmless.add(type(error))
        if is_silent(type(error)):
            self._silent.add(type(error))
        return False

    def check_passing(self, error: BaseException | None) -> None:
        """See an error before code of the author's can, or can swallow it."""
        if self._kernel.is_dead:
            raise Closed
        if isinstance(error, FATAL):
            self._context.stop(error)  # for good: no `finally` and no `__exit__` can make it undone
        if isinstance(error, Closed):
            raise error
        reword(error)

    def check_caught_group(self) -> None:
        """The same for `except*`, whose machinery must have met a real exception group."""
        error = sys.exception()
        if type(error) is not ExceptionGroup and type(error) is not BaseExceptionGroup:
            raise AccessRefused("except* met something that is no exception group", fix="use except")
        fatal = error.subgroup(FATAL)
        if fatal is not None:
            self._context.stop(_first(fatal))
        if self._kernel.is_dead:
            raise Closed
        reword(error)

    # ---- classes

    def build_class(self, body: Callable[..., Any], name: str, /, *bases: Any, **keywords: Any) -> Any:
        """Make a class of the author's and take note that it is."""
        for base in bases:
            if type(base) is Placeholder:
                return derive(base, f" ({name})")
        if "metaclass" in keywords:
            raise AccessRefused("metaclass= is not allowed in workflow code", fix="use __init_subclass__")
        charge(CLASS_UNITS + sum([len(base.__mro__) for base in bases if isinstance(base, type)]) * len(bases))
        cls = self._make_class(body, name, bases_of(bases), keywords)
        if isinstance(cls, type):
            self._own.add(cls)
            if getattr(cls, "__repr__") is object.__repr__:  # noqa: B009 - mypy knows better than the class
                type.__setattr__(cls, "__repr__", plain_repr)
            if getattr(cls, "_hash", None) is Set._hash:
                type.__setattr__(cls, "_hash", self._identity.make_set_hash())
        return cls

    def _make_class(self, body: Callable[..., Any], name: str, bases: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        try:
            return builtins.__build_class__(body, name, *bases, **keywords)
        except RuntimeError as error:  # how Python 3.11 hides what a `__set_name__` raised
            if isinstance(error.__cause__, FATAL):
                self._context.stop(error.__cause__)
            raise


def _first(error: BaseException) -> Any:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def own_map(function: Any, /, *iterables: Any) -> Any:
    """`map`, which may be given `str` itself."""
    check_nesting(iterables)
    return map(clean_str if function is Text else function, *iterables)


def add_up(numbers: Any, start: Any) -> Any:
    """`sum`, added from left to right: from 3.12 on Python's own compensates floats."""
    if isinstance(start, (str, bytes, bytearray)):
        raise TypeError("sum() cannot add text; use ''.join(...)")
    if isinstance(start, (list, tuple)):
        numbers = [*numbers]
        sizes = [len(part) for part in numbers if isinstance(part, (list, tuple))]
        pay_for_size(sum(sizes) + len(start), list)
        charge(sum(sizes) * len(sizes) >> 5)  # each sum is another row
    return sum(numbers, start) if _ADDS_PLAINLY else functools.reduce(operator.add, numbers, start)


_ADDS_PLAINLY: Final = sys.version_info < (3, 12)


def _pay_group() -> None:
    """Pay before the handlers of `except*` divide a group."""
    pay_for_group(sys.exception())


STATELESS: Final[dict[str, Any]] = {
    **SIZE_GUARDS,
    **VALUE_GUARDS,
    hooks.FATAL: FATAL,
    hooks.ANY: BaseException,
    hooks.GROUP: BaseExceptionGroup,
    hooks.PAY_GROUP: _pay_group,
    hooks.REWORD: reword,
    hooks.TYPE: own_type,
    hooks.TYPE_OF: type,
    hooks.COMPRESS: itertools.compress,
    hooks.GETATTR: getattr,
    hooks.HASATTR: hasattr,
    hooks.LEN: len,
    hooks.INT: int,
    hooks.FLOAT: float,
    hooks.GENERATOR: types.GeneratorType,
    hooks.FORMAT: format_value,
    hooks.CLEAN: clean,
    hooks.STR: clean_str,
    hooks.SHOWN: shown,
    hooks.REPR: clean_repr,
    hooks.ASCII: clean_ascii,
    hooks.REAL_STR: str,
    hooks.REAL_REPR: repr,
    hooks.CURRENT: sys.exception,
    hooks.REMAINDER: remainder,
    hooks.REMAINDER_IN_PLACE: remainder_in_place,
    hooks.SET: make_set,
    hooks.PLAIN_SET: make_plain,
    hooks.SUPER_TEXT: super_text,
    "ascii": clean_ascii,
    "format": clean_format,
    "issubclass": is_subclass,
    "repr": clean_repr,
    "type": Type,
}
"""Guards by the names that compiled source calls them by, and the builtins they stand for."""
