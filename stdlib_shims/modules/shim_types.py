"""`types`: the two that hold data. The others make or unmake code."""

from __future__ import annotations

import types
from typing import Any, Final

from stdlib_shims.standing import Standing
from stdlib_shims.tables import pick, refuse


class Namespace(types.SimpleNamespace, metaclass=Standing):
    """`SimpleNamespace`, which takes a mapping from 3.13 on only. It makes real ones, or some of an author's class."""

    def __new__(cls, /, *args: Any, **attributes: Any) -> Any:
        if type(cls) is not Standing or cls.__bases__[0] is not types.SimpleNamespace:
            return super().__new__(cls)
        _refuse_mapping(args)
        return types.SimpleNamespace(**attributes)

    def __init__(self, /, *args: Any, **attributes: Any) -> None:
        _refuse_mapping(args)
        super().__init__(**attributes)


def _refuse_mapping(args: tuple[Any, ...]) -> None:
    if args:
        raise TypeError("no positional arguments expected")


type.__setattr__(Namespace, "__name__", "SimpleNamespace")
type.__setattr__(Namespace, "__qualname__", "SimpleNamespace")
type.__setattr__(Namespace, "__module__", "types")

OFFERS: Final[dict[str, Any]] = {
    **pick(types, "EllipsisType MappingProxyType NoneType NotImplementedType"),
    "SimpleNamespace": Namespace,
}

REFUSES: Final[dict[str, str]] = {
    "coroutine": "only the kernel drives coroutines; write `async def`",
    **refuse("GenericAlias UnionType get_original_bases", "annotations are never evaluated"),
    **refuse("new_class prepare_class resolve_bases DynamicClassAttribute", "write a class statement"),
    **refuse(
        """
        AsyncGeneratorType BuiltinFunctionType BuiltinMethodType CellType CodeType CoroutineType FrameType
        FunctionType GeneratorType LambdaType MethodType ModuleType TracebackType CapsuleType
        ClassMethodDescriptorType GetSetDescriptorType MemberDescriptorType MethodDescriptorType MethodWrapperType
        WrapperDescriptorType
        """,
        "it makes code or opens it; use callable(), or the classes of collections.abc",
    ),
}
