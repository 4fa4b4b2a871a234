"""`zoneinfo`: the real class, its rules read from the `tzdata` package and never from the machine.

A machine's own time zone database is as old as the machine; two hosts of one run would disagree about the
next change of summer time.
"""

from __future__ import annotations

import importlib.resources
import zoneinfo
from functools import cache
from typing import Any, Final

from stdlib_shims.refusals import Refused
from stdlib_shims.standing import Standing
from stdlib_shims.tables import refuse

_PACKAGE: Final = "tzdata"


class ZoneInfo(zoneinfo.ZoneInfo, metaclass=Standing):
    """A time zone by its IANA key. Its instances are of the real class, which the boundary knows.

    Raises:
        ZoneInfoNotFoundError: There is no such zone. It is a KeyError.
    """

    def __new__(cls, key: str) -> Any:
        return load_zone(key)

    @classmethod
    def no_cache(cls, key: str) -> Any:
        """Return the zone: an immutable value, so that one is as good as another."""
        return load_zone(key)

    @classmethod
    def clear_cache(cls, *, only_keys: Any = None) -> None:
        """Do nothing: the cache belongs to the process, and cannot grow beyond the list of zones."""

    @classmethod
    def from_file(cls, fobj: Any, /, key: str | None = None) -> Any:
        """Refuse: rules that are read from elsewhere would be lost at a replay."""
        raise Refused("ZoneInfo.from_file", "name a zone, ZoneInfo(key)")


def load_zone(key: str) -> zoneinfo.ZoneInfo:
    """Return the zone of a key. Raises ZoneInfoNotFoundError."""
    if type(key) is not str or key not in keys():
        raise zoneinfo.ZoneInfoNotFoundError(f"No time zone found with key {key}")
    return _load(key)


@cache
def _load(key: str) -> zoneinfo.ZoneInfo:
    path = importlib.resources.files(_PACKAGE).joinpath("zoneinfo", *key.split("/"))
    with path.open("rb") as file:
        return zoneinfo.ZoneInfo.from_file(file, key=key)


@cache
def keys() -> dict[str, None]:
    listed = importlib.resources.files(_PACKAGE).joinpath("zones").read_text(encoding="utf-8")
    return dict.fromkeys(sorted(listed.split()))


def available_timezones() -> tuple[str, ...]:
    """Return all keys, sorted. The real one gives a set, whose order changes with the process."""
    return tuple(keys())


OFFERS: Final[dict[str, Any]] = {
    "ZoneInfo": ZoneInfo,
    "ZoneInfoNotFoundError": zoneinfo.ZoneInfoNotFoundError,
    "available_timezones": available_timezones,
}

REFUSES: Final[dict[str, str]] = refuse(
    "InvalidTZPathWarning TZPATH reset_tzpath", "the rules come from the tzdata package, not from the machine"
)
