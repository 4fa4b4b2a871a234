"""Places that misbehave for real: folders that cannot be written, disks that are small."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def _mount(*arguments: str) -> bool:
    return subprocess.run(["mount", *arguments], capture_output=True).returncode == 0


def _unmount(place: Path) -> None:
    subprocess.run(["umount", "--lazy", str(place)], check=True, capture_output=True)


@contextmanager
def frozen(folder: Path) -> Iterator[Path]:
    """Show `folder` at a place where nothing can be written. The folder itself can be, by its own path.

    For root that is a mount, since permissions do not keep root off; for others the folder's permissions.
    """
    if sys.platform == "linux" and os.geteuid() == 0:
        place = folder.with_name(f"{folder.name}-frozen")
        place.mkdir()
        if not _mount("--bind", str(folder), str(place)):
            pytest.skip("root may not mount here, so nothing keeps it from writing")
        try:
            assert _mount("-o", "remount,bind,ro", str(place))
            yield place
        finally:
            _unmount(place)
    else:
        folder.chmod(0o555)
        try:
            yield folder
        finally:
            folder.chmod(0o755)


@contextmanager
def small_disk(place: Path, size_kb: int) -> Iterator[Path]:
    """Mount a disk of that size."""
    place.mkdir()
    if sys.platform != "linux" or not _mount("-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", str(place)):
        pytest.skip("a disk can be mounted by root only")
    try:
        yield place
    finally:
        _unmount(place)
