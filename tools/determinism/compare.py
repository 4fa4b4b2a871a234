"""The same bodies here and elsewhere: which journals differ, and where."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence

from tools.determinism.bodies import Body
from tools.determinism.child import Answer, Order
from tools.determinism.places import NOTHING, Place
from tools.determinism.pythons import Python
from tools.determinism.recorded import Recorded


def ask(python: Python, place: Place, order: Order, extra: Mapping[str, str] = NOTHING) -> Answer:
    """Have a process of this Python in this place replay what was recorded, and run the bodies live where it can.

    Raises:
        AssertionError: The process failed. Its traceback is the text.
    """
    given = order if python.has_host else Order(order.recorded)
    try:
        text = python.run(place.options, ["tools.determinism.child"], given.dump(), **extra, **place.environment)
    except subprocess.CalledProcessError as error:
        raise AssertionError(f"{python.version} in {place.name}: {error.stderr[-4000:]}") from None
    return Answer.load(text)


def differences(recorded: Mapping[str, Recorded], answer: Answer, bodies: Sequence[Body] = ()) -> dict[str, str]:
    """Return by name how what another process found differs from what was recorded here.

    A body that lacks its library there is not missed.
    """
    found = {
        name: _first_difference(recorded[name], there)
        for name, there in answer.again.items()
        if there != recorded[name]
    }
    for name, text in answer.replayed.items():
        if text != "identical":
            found.setdefault(name, text)
    found.update(dict.fromkeys(recorded.keys() - answer.replayed.keys(), "was not replayed"))
    required = {body.name for body in bodies if not body.library}
    return found | dict.fromkeys(required - answer.again.keys(), "was not run")


def _first_difference(here: Recorded, there: Recorded) -> str:
    pairs = zip(here.bodies, there.bodies, strict=False)
    at = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(here.bodies), len(there.bodies)))
    return f"event {at + 1}: {_event(here, at)} here, {_event(there, at)} there"


def _event(recorded: Recorded, at: int) -> str:
    return recorded.bodies[at] if at < len(recorded.bodies) else "nothing"
