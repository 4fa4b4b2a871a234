"""A face with the names that it refuses filled in, so that a file of tests which mentions them can be executed."""

from __future__ import annotations

import unittest
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any


class Filled:
    """A face in which the names that it refuses are classes; a test that makes an object of one is skipped.

    Private names are the real module's: tests of its insides say nothing about the face. `own` makes names of the
    face again, as the tests need them.
    """

    def __init__(self, face: Any, real: ModuleType, **own: Callable[[Any], Any]) -> None:
        self.is_loading: bool
        names = [name for name in vars(real) if not name.startswith("_")]
        listed = getattr(real, "__all__", names)
        self.__dict__.update(_face=face, _real=real, is_loading=True, __all__=listed)
        self.__dict__.update({name: make(face) for name, make in own.items()})

    def __getattr__(self, name: str) -> Any:
        try:
            return getattr(self._face, name)
        except AttributeError:
            if name == "__spec__":
                raise
        if name.startswith("_"):
            return getattr(self._real, name)
        if not hasattr(self._real, name):
            raise AttributeError(name)

        def read(absent: Any, name: str) -> Any:
            if not self.is_loading:
                raise unittest.SkipTest(f"the face refuses {type(absent).__name__}")
            return absent

        return type(name, (), {"__new__": self._make_absent, "__getattr__": read, "__call__": _give_itself})

    def _make_absent(self, cls: type, /, *args: Any, **options: Any) -> Any:
        if not self.is_loading:
            raise unittest.SkipTest(f"the face refuses {cls.__name__}")
        is_decorator = args and isinstance(args[0], type | FunctionType)
        return args[0] if is_decorator else object.__new__(cls)


def _give_itself(absent: Any, *args: Any) -> Any:
    return absent
