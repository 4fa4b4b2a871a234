"""`datetime`: the real classes. What reads the clock or the zone goes through `stdlib_shims.clock`."""

from __future__ import annotations

import datetime
from typing import Any, Final

from stdlib_shims.tables import pick

OFFERS: Final[dict[str, Any]] = pick(datetime, "MAXYEAR MINYEAR UTC date datetime time timedelta timezone tzinfo")

REFUSES: Final[dict[str, str]] = {"datetime_CAPI": "it is for C extensions"}
