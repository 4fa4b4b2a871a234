"""Loading all that a body may ever use, for processes that will be able to open no file."""

from __future__ import annotations

import encodings
import hashlib
import importlib
import importlib.resources
import io
import pkgutil
import zoneinfo
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import stdlib_shims
import vm.core
import vm.sandbox
from stdlib_shims.modules import shim_zoneinfo

_BY_NAME: Final = (  # what C code and functions of the standard library import when they are called
    "_blake2", "_colorize", "_md5", "_pydatetime", "_pydecimal", "_pylong", "_sha1", "_sha2", "_sha256", "_sha3",
    "_sha512", "_strptime", "_suggestions", "_tokenize", "ast", "asyncio.coroutines", "bisect", "copyreg", "decimal",
    "heapq", "inspect", "linecache", "locale", "numbers", "opcode", "random", "stringprep", "tokenize", "traceback",
    "types", "typing_extensions", "unicodedata", "weakref",
)  # fmt: skip


def load_everything() -> None:
    """Import the modules and read the tables that bodies, faces and C code come upon when they are used."""
    for name in _BY_NAME:
        with suppress(ImportError):
            importlib.import_module(name)
    for package in (stdlib_shims, vm.core, vm.sandbox):
        _import_below(package)
    for found in pkgutil.iter_modules(encodings.__path__):
        with suppress(ImportError, AttributeError):  # those of other systems
            importlib.import_module(f"encodings.{found.name}")
    for algorithm in hashlib.algorithms_available:
        with suppress(ValueError):
            hashlib.new(algorithm)
    _load_zones()


def _import_below(package: ModuleType) -> None:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(found.name)


def _load_zones() -> None:
    """Read all time zones, and have them found where they are now: parsing one is left to who wants it."""
    package = importlib.resources.files("tzdata").joinpath("zoneinfo")
    ours = {key: package.joinpath(*key.split("/")).read_bytes() for key in shim_zoneinfo.available_timezones()}
    machines = {key: Path(path).read_bytes() for key in zoneinfo.available_timezones() if (path := _find_file(key))}
    stdlib_shims.tzdata_version()
    shim_zoneinfo._load = cache(lambda key: zoneinfo.ZoneInfo.from_file(io.BytesIO(ours[key]), key=key))
    zoneinfo.reset_tzpath(to=())
    zoneinfo._common.load_tzdata = _Zones({**ours, **machines}).open


def _find_file(key: str) -> str | None:
    return zoneinfo._tzpath.find_tzfile(key)


class _Zones:
    """Stands in for the files of a machine's time zones."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def open(self, key: str) -> Any:
        if key not in self._files:
            raise zoneinfo.ZoneInfoNotFoundError(f"No time zone found with key {key}")
        return io.BytesIO(self._files[key])
