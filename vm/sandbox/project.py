"""A module of the project, as other modules of the same run see it."""

from __future__ import annotations

from typing import Any, Final

from vm.errors import AccessRefused
from vm.sandbox import names
from vm.sandbox.builtins import ALLOWED, PER_RUN, REFUSED_BUILTINS

_name_of: Final[Any] = type.__dict__["__name__"].__get__  # past whatever an author's class makes of the name


class Project:
    """A module of the project, as other modules see it. Its namespace is the module's own."""

    __slots__ = ("_name", "_namespace")

    def __init__(self, name: str, namespace: dict[str, Any]) -> None:
        object.__setattr__(self, "_name", name)
        object.__setattr__(self, "_namespace", namespace)

    def __getattr__(self, name: str) -> Any:
        namespace = namespace_of(self)
        if name not in namespace or (names.is_special(name) and name not in names.GLOBAL_SPECIALS):
            raise AttributeError(f"module '{object.__getattribute__(self, '_name')}' has no attribute '{name}'")
        return namespace[name]

    def __setattr__(self, name: str, value: object) -> None:
        namespace = namespace_of(self)
        _check_free(name, namespace)
        namespace[name] = value

    def __delattr__(self, name: str) -> None:
        namespace = namespace_of(self)
        _check_free(name, namespace)
        self.__getattr__(name)
        del namespace[name]

    def __repr__(self) -> str:
        return f"<module '{object.__getattribute__(self, '_name')}'>"


def read_name(module: Project, name: str) -> Any:
    """Return a name of a module, private ones too. What the stand-in itself is made of is not among them."""
    return Project.__getattr__(module, name)


def _check_free(name: str, namespace: dict[str, Any]) -> None:
    """Keep the names of builtins and of classes: the policy has judged the module's source by what they mean."""
    held = namespace.get(name)
    if isinstance(held, type) and _name_of(held) == name:
        raise AccessRefused(
            f"{name} of a module cannot be set from another one: a class statement has bound it",
            fix="assign it in the module itself, under a name that no class has",
        )
    if name in ALLOWED or name in PER_RUN or name in REFUSED_BUILTINS:
        raise AccessRefused(
            f"{name} of a module cannot be set from another one: it is the name of a builtin",
            fix="assign it in the module itself, or choose another name",
        )


def namespace_of(module: Project) -> dict[str, Any]:
    """Return the names of a project's module."""
    namespace: dict[str, Any] = object.__getattribute__(module, "_namespace")
    return namespace
