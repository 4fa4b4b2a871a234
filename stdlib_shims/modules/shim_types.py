"""`types`: the two that hold data. The others make or unmake code."""

from __future__ import annotations

import types
from typing import Any, Final

from stdlib_shims.tables import pick, refuse

OFFERS: Final[dict[str, Any]] = pick(types, "EllipsisType MappingProxyType NoneType NotImplementedType SimpleNamespace")

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
