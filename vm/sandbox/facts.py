"""What a run's outcome could depend on besides its journal, were everything else gone wrong: for the record."""

from __future__ import annotations

import json
import platform
import unicodedata
from functools import cache

from stdlib_shims import tzdata_version


@cache
def facts_notes() -> str:
    """Return them as what stands beside the event that a run begins with: JSON text."""
    return json.dumps({"facts": facts()})


@cache
def facts() -> dict[str, str]:
    """Return the versions that a body cannot see and a reader of its journal may want to know."""
    return {
        "python": platform.python_version(),
        "tzdata": tzdata_version(),
        "unicode": unicodedata.unidata_version,
    }
