"""`urllib`: a package of which only `parse` does no I/O."""

from __future__ import annotations

from typing import Any, Final

from stdlib_shims.face import Face
from stdlib_shims.modules import shim_urllib_parse
from stdlib_shims.tables import refuse

OFFERS: Final[dict[str, Any]] = {"parse": Face("urllib.parse", shim_urllib_parse.OFFERS, shim_urllib_parse.REFUSES)}

REFUSES: Final[dict[str, str]] = refuse("error request response robotparser", "it talks to the network; use a step")
