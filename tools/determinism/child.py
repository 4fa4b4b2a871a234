"""`python -m tools.determinism.child < ORDER`: replay recorded runs in this process, and run them live where it can be.

An order is JSON: `recorded` by name, and the `bodies` to run live. The answer goes to standard output.
"""

from __future__ import annotations

import contextlib
import json
import locale
import sys
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tools.determinism.bodies import Body
from tools.determinism.recorded import Recorded, replay


class Order(NamedTuple):
    """What a process is asked to do."""

    recorded: Mapping[str, Recorded]
    bodies: Sequence[Body] = ()

    def dump(self) -> str:
        return json.dumps({"recorded": self.recorded, "bodies": self.bodies})

    @classmethod
    def load(cls, text: str) -> Order:
        found = json.loads(text)
        recorded = {name: Recorded(*fields) for name, fields in found["recorded"].items()}
        return cls(recorded, [Body(*fields) for fields in found["bodies"]])


class Answer(NamedTuple):
    """What became of it: why a replay was not `identical`, and what the live runs left."""

    replayed: dict[str, str]
    live: dict[str, Recorded]

    @classmethod
    def load(cls, text: str) -> Answer:
        replayed, live = json.loads(text)
        return cls(replayed, {name: Recorded(*fields) for name, fields in live.items()})


def serve(order: Order) -> Answer:
    replayed = {name: replay(recorded) for name, recorded in order.recorded.items()}
    return Answer(replayed, _record(order.bodies))


def _record(bodies: Sequence[Body]) -> dict[str, Recorded]:
    if not bodies:
        return {}
    from tools.determinism.record import record  # the host, which is not there inside Pyodide

    return record(bodies)


def main() -> None:
    warnings.simplefilter("ignore")  # of style in the idioms' own files, at a version's whim
    with contextlib.suppress(locale.Error):  # this machine may not have it
        locale.setlocale(locale.LC_ALL, "")  # as a program may that embeds the VM
    answer: Any = serve(Order.load(sys.stdin.read()))
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
