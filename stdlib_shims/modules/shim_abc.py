"""`abc`: a root class of ours, and `abstractmethod` for the author's functions only."""

from __future__ import annotations

from abc import ABCMeta
from typing import Any, Final, NoReturn

from stdlib_shims.refusals import Refused
from stdlib_shims.run import owns_function
from stdlib_shims.tables import refuse


class ABC(metaclass=ABCMeta):  # noqa: B024 - the author adds the methods
    """What abstract classes are derived from."""

    __slots__ = ()

    @classmethod
    def register(cls, subclass: object) -> NoReturn:
        """Refuse: a registered class would pass `isinstance` without being one."""
        raise Refused("ABC.register", "derive the class instead")


def abstractmethod(function: Any) -> Any:
    """Mark a function of the workflow's own files as abstract.

    Raises:
        Refused: It is anything else; marking it would change it for every run.
    """
    if not owns_function(function):
        raise Refused("abstractmethod of what is not a function of this workflow", "put it directly on a `def`")
    function.__isabstractmethod__ = True
    return function


OFFERS: Final[dict[str, Any]] = {"ABC": ABC, "abstractmethod": abstractmethod}

REFUSES: Final[dict[str, str]] = {
    **refuse("ABCMeta get_cache_token update_abstractmethods", "derive from abc.ABC"),
    **refuse(
        "abstractclassmethod abstractproperty abstractstaticmethod",
        "stack the decorators: @property (or @classmethod) above @abstractmethod",
    ),
}
