"""`graphlib`: the real sorter. Nodes that are ready together come in the order in which they were added."""

from __future__ import annotations

import graphlib
from typing import Any, Final

from stdlib_shims.tables import pick

OFFERS: Final[dict[str, Any]] = pick(graphlib, "CycleError TopologicalSorter")

REFUSES: Final[dict[str, str]] = {}
