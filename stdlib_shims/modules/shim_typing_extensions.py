"""`typing_extensions`: the same inert names as `typing`, and a few that only it has.

The package need not be installed for it: nothing of it is used.
"""

from __future__ import annotations

from typing import Any, Final

from stdlib_shims.forms import Form
from stdlib_shims.modules import shim_typing
from stdlib_shims.modules.shim_typing import bind as bind
from stdlib_shims.tables import refuse


def type_alias(name: str, value: Any, *, type_params: tuple[Any, ...] = ()) -> Form:
    """Return a name for a type."""
    return Form(name)


OFFERS: Final[dict[str, Any]] = {
    **shim_typing.OFFERS,
    "Doc": Form("typing_extensions.Doc"),
    "NoDefault": Form("typing_extensions.NoDefault"),
    "NoExtraItems": Form("typing_extensions.NoExtraItems"),
    "TypeAliasType": type_alias,
    "TypeForm": Form("typing_extensions.TypeForm"),
}

REFUSES: Final[dict[str, str]] = {
    **shim_typing.REFUSES,
    **refuse("Buffer", "not every Python has it; use bytes | bytearray"),
    **refuse("Format get_annotations get_original_bases", "annotations are never evaluated"),
    **refuse("CapsuleType Sentinel disjoint_base type_repr", "it looks into the typing machinery"),
}
