"""In which circumstances: hash seeds, time zones, locales, and the switches of the interpreter."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

NOTHING: Final[Mapping[str, str]] = {}


class Place(NamedTuple):
    """What a process is started with: options of the interpreter, and environment variables."""

    name: str
    environment: Mapping[str, str] = NOTHING
    options: tuple[str, ...] = ()


SEEDS: Final = tuple(Place(f"seed {seed}", {"PYTHONHASHSEED": seed}) for seed in ("0", "1", "2", "random"))
ZONES: Final = tuple(Place(zone, {"TZ": zone}) for zone in ("UTC", "Asia/Tokyo", "America/New_York"))
FURTHER_ZONES: Final = tuple(
    Place(zone, {"TZ": zone}) for zone in ("Asia/Kathmandu", "America/St_Johns", "Pacific/Apia")
)
LOCALES: Final = tuple(Place(name, {"LC_ALL": name}) for name in ("C", "de_DE.UTF-8"))
FURTHER_LOCALES: Final = tuple(Place(name, {"LC_ALL": name}) for name in ("C.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8"))
SWITCHES: Final = (
    Place("-O", options=("-O",)),
    Place("-OO", options=("-OO",)),
    Place("-X utf8=0", {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, ("-X", "utf8=0")),
    Place("-X utf8=1", options=("-X", "utf8=1")),
    Place("-X int_max_str_digits=640", options=("-X", "int_max_str_digits=640")),
    Place("-X int_max_str_digits=0", options=("-X", "int_max_str_digits=0")),
    Place("-X dev", options=("-X", "dev")),
    Place("-b -P", options=("-b", "-P")),
)


def join(*places: Place) -> Place:
    """Return the place where all of these hold."""
    environment = {name: value for place in places for name, value in place.environment.items()}
    options = tuple(option for place in places for option in place.options)
    return Place(", ".join(place.name for place in places), environment, options)


PLACES: Final = (
    *(join(*places) for places in itertools.product(SEEDS, ZONES, LOCALES)),
    *FURTHER_ZONES,
    *FURTHER_LOCALES,
    *SWITCHES,
)
"""Every seed with every zone and locale, and the rest one at a time."""

MIXED: Final = (
    join(SEEDS[0], FURTHER_ZONES[0], SWITCHES[2]),
    join(SEEDS[1], ZONES[1], LOCALES[1], SWITCHES[0], SWITCHES[4]),
    join(SEEDS[2], ZONES[2], LOCALES[0], SWITCHES[1], SWITCHES[5]),
    join(SEEDS[3], FURTHER_ZONES[2], SWITCHES[6]),
)
"""Much at once, in a few processes: what the suite runs."""


def make_locales(folder: Path, places: Iterable[Place]) -> Mapping[str, str]:
    """Build the locales that `places` name; return the environment in which they are found.

    Without `localedef` there is nothing to build with, and a process told of an unknown locale keeps to C.
    """
    if shutil.which("localedef") is None:
        return NOTHING
    for chosen in sorted({place.environment.get("LC_ALL", "C") for place in places}):
        name, _, charset = chosen.partition(".")
        if name != "C":
            command = ["localedef", "-i", name, "-f", charset, str(folder / chosen)]
            subprocess.run(command, capture_output=True, check=False)
    return {"LOCPATH": str(folder)}
