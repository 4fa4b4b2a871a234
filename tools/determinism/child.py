"""`python -m tools.determinism.child < ORDER`: replay recorded runs in this process, and run them once more.

Once more means live where there is a host: the order then holds the `bodies`. Without them what did not replay is
fed the recorded events from outside, and what the core makes of them is shown. Orders and answers are JSON.
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
from tools.determinism.recorded import Recorded, replay, rerun


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
    """What became of it: why a replay was not `identical`, and what was left by running once more."""

    replayed: dict[str, str]
    again: dict[str, Recorded]

    @classmethod
    def load(cls, text: str) -> Answer:
        replayed, again = json.loads(text)
        return cls(replayed, {name: Recorded(*fields) for name, fields in again.items()})


def serve(order: Order) -> Answer:
    replayed = {name: replay(recorded) for name, recorded in order.recorded.items()}
    return Answer(replayed, _run_again(order, replayed))


def _run_again(order: Order, replayed: Mapping[str, str]) -> dict[str, Recorded]:
    if not order.bodies:
        return {name: rerun(order.recorded[name]) for name, found in replayed.items() if found != "identical"}
    from tools.determinism.record import record  # the host, which is not there inside Pyodide

    return record(order.bodies)


def main() -> None:
    warnings.simplefilter("ignore")  # of style in the idioms' own files, at a version's whim
    with contextlib.suppress(locale.Error):  # this machine may not have it
        locale.setlocale(locale.LC_ALL, "")  # as a program may that embeds the VM
    answer: Any = serve(Order.load(sys.stdin.read()))
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
