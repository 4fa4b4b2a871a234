"""The whole matrix: `python -m tools.determinism [--python 3.12 ...] [--quick] [--generated N]`.

Runs every idiom and every example here, then has each Python in each place replay them and run them again, and
prints one line per Python and place. Exit 1 when any journal differs by a byte.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tools.determinism.bodies import generate_bodies, load_bodies
from tools.determinism.child import Answer, Order
from tools.determinism.compare import ask, differences
from tools.determinism.places import MIXED, PLACES, make_locales
from tools.determinism.pythons import VERSIONS, find_python, how_to_get
from tools.determinism.record import record

SHOWN = 3  # differences of one place: the others are mostly of the same cause


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tools.determinism", description="Are the journals the same everywhere?")
    parser.add_argument(
        "--python", nargs="*", default=VERSIONS, metavar="VERSION", help="which versions; all by default"
    )
    parser.add_argument("--quick", action="store_true", help="the few places of the suite")
    parser.add_argument("--generated", type=int, default=0, metavar="N", help="N generated workflows instead")
    parser.add_argument("--seed", type=int, default=0, help="of what is generated")
    options = parser.parse_args(argv)
    bodies = generate_bodies(options.generated, options.seed) if options.generated else load_bodies()
    order = Order(record(bodies), bodies)
    events = sum(len(recorded.bodies) for recorded in order.recorded.values())
    print(f"{len(bodies)} bodies, {events} events, recorded on {sys.version.split()[0]}", flush=True)
    bad = sum(compare_version(version, order, quick=options.quick) for version in options.python)
    print("all identical" if not bad else f"{bad} differ")
    return 1 if bad else 0


def compare_version(version: str, order: Order, *, quick: bool) -> int:
    """Run the places on one Python, a line each. Returns how many journals differ."""
    python = find_python(version)
    if python is None:
        print(f"{version:6} not here: {how_to_get(version)}")
        return 0
    places, bad = MIXED if quick else PLACES, 0
    with tempfile.TemporaryDirectory() as folder:
        extra = make_locales(Path(folder), places)
        for place in places:
            began = time.monotonic()
            answer = ask(python, place, order, extra)
            found = differences(order.recorded, answer, order.bodies if python.has_host else ())
            _report(version, place.name, answer, found, time.monotonic() - began)
            bad += len(found)
    return bad


def _report(version: str, place: str, answer: Answer, found: dict[str, str], seconds: float) -> None:
    counts = f"{len(answer.replayed):4} replayed {len(answer.again):4} run"
    print(f"{version:6} {place:58} {counts}  {len(found) or 'identical'}  {seconds:.1f} s", flush=True)
    for name, text in list(found.items())[:SHOWN]:
        print(f"       {name}: {text[:400]}")


if __name__ == "__main__":
    sys.exit(main())
