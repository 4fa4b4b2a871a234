"""`explore`: many simulated runs of one workflow, each with its own order, faults and times; the worst made small."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from vm.core.lifecycle import RunStatus
from vm.errors import BadInput, StepFailed
from vm.testing.loops import require_no_loop
from vm.testing.simulation.case import Broken, Case, Ending, Invariant, Payloads
from vm.testing.simulation.choices import Choices, Story, dump_story, load_story, trim
from vm.testing.simulation.simulated import Simulation

MOST_SHRINKS: Final = 400
SHRINKING_S: Final = 20.0
_FORGOTTEN: Final = ("and never awaited: it did nothing", "and nobody awaited it")


class CounterExample(AssertionError):
    """A run that breaks what has to hold. `story` is what `explore(..., replay=...)` plays again."""

    def __init__(self, text: str, story: str) -> None:
        super().__init__(text)
        self.story = story


@dataclass(frozen=True, slots=True)
class Exploration:
    """What was seen. `endings` counts how runs ended; `different` says how many runs differed from all others."""

    seeds: int
    endings: Mapping[str, int]
    different: int


@dataclass(frozen=True, slots=True)
class _Seen:
    story: Story
    words: tuple[str, ...]
    broken: str | None
    status: str
    journal: int


def explore(
    source: Any,
    *args: Any,
    seeds: int = 1000,
    invariant: Invariant | None = None,
    payloads: Payloads | None = None,
    setup: Callable[[], Any] | None = None,
    stubs: Mapping[str, Callable[..., Any]] | None = None,
    workflow: str | None = None,
    steps: Sequence[Any] = (),
    replay: str | None = None,
    **kwargs: Any,
) -> Exploration:
    """Run a workflow once for each seed, in every way that can be thought of, and see whether anything breaks.

    A seed decides in which order steps are made and their results told, which attempts fail, before or after they
    have done their work, when the process dies, how the clock moves and is set, which payloads come, when and how
    often. What has to hold, beside `invariant` (which gets an `Ending` and raises or returns False): the run
    ends; it does not fail unless a step was made to; nothing was called and forgotten; the journal replays.

    `setup` is called before each run: steps that keep things outside have to find them fresh, or the same
    seed is not the same run. `payloads(hook)` says what may be sent to a hook, the usual thing first. `stubs` are
    called in the place of steps. `replay` is the story of a counterexample: that run alone is made. Call it outside
    of an event loop.

    Raises:
        CounterExample: Something broke. The text is the smallest story found that does it.
        BadInput: The run waits for payloads and there are none; `replay` is no story; an event loop runs already.
    """
    require_no_loop("explore")
    case = Case(source, args, kwargs, workflow, steps, setup, invariant, payloads, stubs or {})
    stories = [load_story(replay)] if replay is not None else []
    endings: Counter[str] = Counter()
    journals: set[int] = set()
    for choices in (Choices(story) for story in stories) if stories else (Choices((), seed) for seed in range(seeds)):
        seen = _look(case, choices)
        endings[seen.status] += 1
        journals.add(seen.journal)
        if seen.broken is not None:
            number = sum(endings.values()) - 1
            raise _report(case, seen if stories else _shrink(case, seen), None if stories else number)
    return Exploration(sum(endings.values()), dict(endings), len(journals))


def _look(case: Case, choices: Choices) -> _Seen:
    """Make one run and judge it."""
    simulation = Simulation(case, choices)
    ending, broken = None, None
    try:
        ending = simulation.run()
        _judge(case, ending)
    except BadInput:
        raise
    except Exception as error:  # noqa: BLE001 - an invariant may raise anything: it is the finding
        broken = str(error) if isinstance(error, Broken) else f"{type(error).__name__}: {error}"
    status = "broken" if ending is None else str(ending.status)
    journal = hash(None if ending is None else tuple(ending.events))
    return _Seen(trim(choices.made), tuple(simulation.story), broken, status, journal)


def _judge(case: Case, ending: Ending) -> None:
    """Raise when an ending is wrong."""
    forgotten = [text for text in ending.log if text.endswith(_FORGOTTEN)]
    if forgotten:
        raise Broken(f"something was forgotten: {forgotten[0]}")
    if ending.status is RunStatus.FAILED and not _is_excused(ending):
        raise Broken(f"the run failed, though no step was made to: {type(ending.error).__name__}: {ending.error}")
    if case.invariant is not None and case.invariant(ending) is False:
        raise Broken("the invariant does not hold")


def _is_excused(ending: Ending) -> bool:
    """Say whether a run may fail: a step was made to, or used up its attempts in processes that died."""
    return ending.had_failures or (ending.had_losses and isinstance(ending.error, StepFailed))


# ---- making it small


def _shrink(case: Case, seen: _Seen) -> _Seen:
    """Return the smallest story found that breaks something, by leaving out and lowering what was chosen."""
    deadline = time.monotonic() + SHRINKING_S
    left = MOST_SHRINKS
    best = seen
    is_smaller = True
    while is_smaller:
        is_smaller = False
        for story in _smaller(best.story):
            if not left or time.monotonic() > deadline:
                return best
            left -= 1
            found = _look(case, Choices(story))
            if found.broken is not None and _weight(found.story) < _weight(best.story):
                best, is_smaller = found, True
                break
    return best


def _smaller(story: Story) -> Iterator[Story]:
    """Yield stories that are simpler: cut off, without one of the things that happen, with one of them earlier."""
    chosen = [place for place, choice in enumerate(story) if choice]
    size = len(chosen) // 2
    while size:
        for start in range(0, len(chosen), size):
            dropped = set(chosen[start : start + size])
            yield trim([0 if place in dropped else choice for place, choice in enumerate(story)])
        size //= 2
    for place in chosen:
        if len(chosen) == 1:
            yield ()
        for lower in range(1, story[place]):
            yield (*story[:place], lower, *story[place + 1 :])
    for place in chosen:
        if place and not story[place - 1]:
            yield (*story[: place - 1], *story[place:])


def _weight(story: Story) -> tuple[int, int, int]:
    return sum(choice > 0 for choice in story), sum(story), len(story)


def _report(case: Case, seen: _Seen, seed: int | None) -> CounterExample:
    text = dump_story(seen.story)
    again = _look(case, Choices(seen.story))
    rows = [str(seen.broken), ""]
    rows += ["what happened that is not as usual:"] if seen.words else ["it takes nothing unusual."]
    rows += [f"  {number}. {words}" for number, words in enumerate(seen.words, 1)]
    rows += ["", *([] if seed is None else [f"found with seed {seed}, then made small"])]
    rows.append(f"to play it again: explore(..., replay={text!r})")
    if again.broken != seen.broken:
        rows.append("played again, it comes to something else: what its steps keep outside needs `setup`")
    return CounterExample("\n".join(rows), text)
