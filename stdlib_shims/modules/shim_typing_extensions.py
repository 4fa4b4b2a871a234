"""`typing_extensions`: the same inert names as `typing`, and a few that only it has.

The package need not be installed for it: nothing of it is used.
"""

from __future__ import annotations

from typing import Any, Final

from stdlib_shims.forms import Form, Variable
from stdlib_shims.modules import shim_typing
from stdlib_shims.modules.shim_typing import bind as bind
from stdlib_shims.tables import refuse

OFFERS: Final[dict[str, Any]] = {
    **shim_typing.OFFERS,
    "Doc": Form("typing_extensions.Doc"),
    "NoExtraItems": Form("typing_extensions.NoExtraItems"),
    "TypeForm": Form("typing_extensions.TypeForm"),
    "IntVar": Variable,
}

REFUSES: Final[dict[str, str]] = {
    **shim_typing.REFUSES,
    **refuse("Buffer", "not every Python has it; use bytes | bytearray"),
    **refuse("Format get_annotations get_original_bases", "annotations are never evaluated"),
    **refuse(
        "CapsuleType Reader Sentinel Writer disjoint_base runtime sentinel type_repr",
        "it looks into the typing machinery",
    ),
}
