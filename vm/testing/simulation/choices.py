"""Small numbers that decide what happens in a simulated run: drawn from a seed, written down, played back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vm.errors import BadInput

_FORM: Final = "v1:"

Story = tuple[int, ...]
"""Every choice of a run. 0 is always how things go when nothing goes wrong; what is missing is 0."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How often what goes wrong. A seed has some of it, none of the rest: faults hide one another."""

    order: float = 0.0
    hold: float = 0.0
    failure: float = 0.0
    crash: float = 0.0
    clock: float = 0.0
    repeat: float = 0.0

    @staticmethod
    def of_seed(rng: random.Random) -> Rates:
        return Rates(
            order=rng.choice((0.0, 0.2, 0.5, 0.9)),
            hold=rng.choice((0.0, 0.3, 0.6)),
            failure=rng.choice((0.0, 0.0, 0.1, 0.4)),
            crash=rng.choice((0.0, 0.0, 0.05, 0.2)),
            clock=rng.choice((0.0, 0.0, 0.1, 0.3)),
            repeat=rng.choice((0.0, 0.0, 0.3)),
        )


class Choices:
    """Gives out choices: those of a `story` first, then of a seed, or 0. `made` are all so far."""

    def __init__(self, story: Story = (), seed: int | None = None) -> None:
        self._story = story
        self._rng = random.Random(seed) if seed else None  # seed 0: nothing goes wrong
        self.rates = Rates() if self._rng is None else Rates.of_seed(self._rng)
        self.made: list[int] = []

    def draw(self, count: int, rate: float) -> int:
        """Return a number below `count`: with the chance of `rate` one that is not 0."""
        place = len(self.made)
        chosen = 0
        if place < len(self._story):
            chosen = min(self._story[place], count - 1)
        elif self._rng is not None and count > 1 and self._rng.random() < rate:
            chosen = self._rng.randrange(1, count)
        self.made.append(chosen)
        return chosen


def trim(story: Sequence[int]) -> Story:
    """Return a story without the zeros at its end."""
    length = len(story)
    while length and not story[length - 1]:
        length -= 1
    return tuple(story[:length])


def dump_story(story: Story) -> str:
    """Return a story as text that `explore(..., replay=TEXT)` takes: `v1:3=1,17=2`, what is not 0 by its place."""
    return _FORM + ",".join(f"{place}={chosen}" for place, chosen in enumerate(story) if chosen)


def load_story(text: str) -> Story:
    """Return the story that `dump_story` wrote. Raises `BadInput`."""
    try:
        if not text.startswith(_FORM):
            raise ValueError(text)
        pairs = [part.split("=") for part in text.removeprefix(_FORM).split(",") if part]
        found = {int(place): int(chosen) for place, chosen in pairs}
        if any(number < 0 for pair in found.items() for number in pair):
            raise ValueError(text)
    except ValueError as error:
        raise BadInput(f"{text!r} is no counterexample", fix="copy it from the report of `explore`") from error
    return tuple(found.get(place, 0) for place in range(max(found, default=-1) + 1))
