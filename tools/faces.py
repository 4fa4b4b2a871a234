"""Draw the tables of all faces: `python tools/faces.py --write` mends `stdlib_shims/FACES.md`."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from contextvars import copy_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import stdlib_shims
from stdlib_shims import Face, Row
from vm.sandbox.faces import FACES

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "stdlib_shims" / "FACES.md"
_INTRODUCTION: Final = """# What the faces offer, replace and refuse

Drawn from the faces by `python tools/faces.py --write`, and held by `tests/tools/test_faces.py`. A name that is
*offered* is the library's own; one that is *replaced* is ours, and behaves as the library's but for what its line says;
one that is *refused* says so, with the reason, when it is imported. A name that stands nowhere is not there. How many
of CPython's own tests pass on each face is in `CONFORMANCE.md`.
"""


def all_faces() -> Iterator[Face]:
    """Yield the faces of the standard library, and those of the two event loops."""
    run: Any = SimpleNamespace(
        random=random.Random(0), id_random=random.Random(0), now_ms=0, started_ms=0, kernel=None, seed="", run_id=""
    )
    for name in sorted(stdlib_shims.NAMES):
        face = stdlib_shims.make(name, run)
        assert face is not None, "it is in NAMES"
        yield face
    for make in FACES.values():
        yield copy_context().run(make, run)


def draw() -> str:
    """Return the page."""
    return "\n".join([_INTRODUCTION, *(_section(face) for face in all_faces())])


def _section(face: Face) -> str:
    rows = stdlib_shims.describe_face(face)
    offered = ", ".join(f"`{row.name}`" for row in rows if row.treatment == "offered")
    lines = [f"## {stdlib_shims.name_of(face)}", ""]
    lines += [f"Offered: {offered}.", ""] if offered else []
    others = [*_grouped(rows, "replaced"), *_grouped(rows, "refused")]
    if others:
        lines += ["| | names | |", "|---|---|---|", *others, ""]
    return "\n".join(lines)


def _grouped(rows: Sequence[Row], treatment: str) -> Iterator[str]:
    """Yield a line for each reason, with the names that have it."""
    names: dict[str, list[str]] = {}
    for row in rows:
        if row.treatment == treatment:
            names.setdefault(row.reason, []).append(f"`{row.name}`")
    for reason, those in names.items():
        said = reason.replace("|", "\\|")
        yield f"| {treatment} | {', '.join(those)} | {said} |".replace("|  |", "| |")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="mend the page")
    options = parser.parse_args(argv)
    drawn = draw()
    if options.write:
        PAGE.write_text(drawn, encoding="utf-8")
        return 0
    is_true = PAGE.exists() and PAGE.read_text(encoding="utf-8") == drawn
    if not is_true:
        print(f"{PAGE} is not what the faces say: python tools/faces.py --write")
    return 0 if is_true else 1


if __name__ == "__main__":
    sys.exit(main())
