"""A stored journal against a program: identical, diverged, or damaged; and never seen by the body."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.core.programs import T0, PlainProgram, Recorder, attempt, completed, header
from vm.core.combine import Race
from vm.core.commands import Origin
from vm.core.context import Context
from vm.core.events import JOURNAL_VERSION, Event, RunCreated, RunStarted, WaitCompleted, decode_event, encode_event
from vm.core.journal import Journal, chain_hash, seed_hash, verify_chain
from vm.core.lifecycle import RunStatus
from vm.core.verify import Verifier, verify
from vm.errors import DivergenceError, JournalCorrupt, JournalTooNew

Make = Callable[[Context], Callable[..., Any]]


def two_steps(first: str = "charge", second: str = "ship", amount: int = 42) -> Make:
    def make(context: Context) -> Any:
        async def main() -> str:
            origin = Origin(main.__code__, 0)
            await context.call_step(f"step//test.py//{first}", (amount,), {}, origin=origin)
            context.write_log("info", "charged")
            await context.call_sleep("1h")
            await context.call_step(f"step//test.py//{second}", (), {})
            return "done"

        return main

    return make


def recorded(make: Make | None = None) -> Recorder:
    recorder = Recorder(make or two_steps())
    recorder.feed(
        RunStarted(at_ms=T0),
        attempt("step_1"),
        completed("step_1", "paid", T0 + 5),
        WaitCompleted(at_ms=T0 + 3_600_005, correlation_id="wait_2"),
        attempt("step_3", T0 + 3_600_005),
        completed("step_3", None, T0 + 3_600_009),
    )
    return recorder


def test_replay_of_the_same_body_is_identical() -> None:
    recorder = recorded()
    replay, journal = verify(recorder.program, "run-1", recorder.rows())
    assert replay.status is RunStatus.COMPLETED
    assert journal == recorder.journal


@pytest.mark.parametrize("length", [1, 3, 4, 7, 9, 10, 12])  # a commit ends behind what an event made the body ask for
def test_a_replay_stopped_anywhere_goes_on_to_the_same_journal(length: int) -> None:
    recorder = recorded()
    replay, journal = verify(recorder.program, "run-1", recorder.rows()[:length])
    for event in [entry.event for entry in recorder.entries[length:] if entry.event.is_fed]:
        commands = replay.feed(event)
        journal.append(event)
        for command in commands:
            journal.append(command.event(replay.now_ms))
    assert journal == recorder.journal


@pytest.mark.parametrize(
    ("changed", "recorded_text", "asked_text"),
    [
        (two_steps(first="refund"), "step charge(42)", "step refund(42)"),
        (two_steps(amount=43), "step charge(42)", "step charge(43)"),
        (two_steps(second="pack"), "step ship()", "step pack()"),
    ],
)
def test_changed_call_is_a_divergence_that_shows_both(changed: Make, recorded_text: str, asked_text: str) -> None:
    with pytest.raises(DivergenceError) as caught:
        verify(PlainProgram(changed), "run-1", recorded().rows())
    assert caught.value.recorded == recorded_text
    assert caught.value.asked == asked_text


def test_divergence_names_the_event_and_the_line() -> None:
    with pytest.raises(DivergenceError) as caught:
        verify(PlainProgram(two_steps(first="refund")), "run-1", recorded().rows())
    assert caught.value.position == 3
    assert "test_verify.py:" in str(caught.value.where)
    assert "replay diverged at event 3 of run run-1" in str(caught.value)


def test_step_removed_is_a_divergence() -> None:
    def make(context: Context) -> Any:
        async def main() -> str:
            await context.call_step("step//test.py//charge", (42,), {})
            context.write_log("info", "charged")
            await context.call_sleep("1h")
            return "done"

        return main

    with pytest.raises(DivergenceError) as caught:
        verify(PlainProgram(make), "run-1", recorded().rows())
    assert caught.value.recorded == "step ship()"
    assert caught.value.asked == 'the end with "done"'


def test_step_added_is_a_divergence() -> None:
    def make(context: Context) -> Any:
        async def main() -> str:
            await context.call_step("step//test.py//charge", (42,), {})
            await context.call_step("step//test.py//extra", (), {})
            return "done"

        return main

    with pytest.raises(DivergenceError) as caught:
        verify(PlainProgram(make), "run-1", recorded().rows())
    assert caught.value.recorded == 'log info "charged"'
    assert caught.value.asked == "step extra()"


def test_a_body_that_asks_for_more_at_once_diverges_at_the_next_event_from_outside() -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            first = context.call_step("step//test.py//charge", (42,), {})
            await Race(context.kernel, (first, context.call_sleep("1s")))

        return main

    with pytest.raises(DivergenceError) as caught:
        verify(PlainProgram(make), "run-1", recorded().rows())
    assert caught.value.position == 4
    assert caught.value.recorded == "attempt 1 of step_1"
    assert str(caught.value.asked).startswith("wait until 1970-01-01T00:16:41.000Z")


def test_a_body_that_asks_for_nothing_diverges_where_it_waits() -> None:
    def make(context: Context) -> Any:
        async def main() -> None:
            pass

        return main

    rows = recorded().rows()
    with pytest.raises(DivergenceError) as caught:
        verify(PlainProgram(make), "run-1", rows)
    assert caught.value.asked == "the end with null"


def test_a_journal_that_goes_on_where_the_body_ended_is_a_divergence() -> None:
    recorder = recorded()
    event = attempt("step_9")
    entry = recorder.journal.append(event)
    rows = [*recorder.rows(), (entry.position, entry.body, entry.hash)]
    with pytest.raises(DivergenceError) as caught:
        verify(recorder.program, "run-1", rows)
    assert caught.value.recorded == "attempt 1 of step_9"
    assert caught.value.asked is None


def test_a_command_that_nobody_asked_for_is_a_divergence() -> None:
    recorder = recorded()
    entry = recorder.journal.append(recorder.entries[2].event)
    rows = [*recorder.rows(), (entry.position, entry.body, entry.hash)]
    with pytest.raises(DivergenceError, match="the body did not ask for it"):
        verify(recorder.program, "run-1", rows)


def test_a_journal_that_ends_too_early_is_a_divergence() -> None:
    recorder = recorded()
    with pytest.raises(DivergenceError, match="the journal ends there, the body asked for step charge"):
        verify(recorder.program, "run-1", recorder.rows()[:2])


def test_divergence_is_never_seen_by_the_body() -> None:
    seen: list[str] = []

    def make(context: Context) -> Any:
        async def main() -> str:
            with contextlib.suppress(Exception):
                try:
                    await context.call_step("step//test.py//refund", (42,), {})
                except DivergenceError as error:
                    seen.append(repr(error))
                except BaseException as error:
                    seen.append(type(error).__name__)
                    raise
            return "swallowed"

        return main

    with pytest.raises(DivergenceError):
        verify(PlainProgram(make), "run-1", recorded().rows())
    assert seen == ["GeneratorExit"]  # it was thrown away like any evicted body, and told nothing


@pytest.mark.parametrize("position", range(1, 13))
def test_one_flipped_bit_in_an_event_is_named(position: int) -> None:
    recorder = recorded()
    rows = recorder.rows()
    place, body, stored = rows[position - 1]
    for index in (0, len(body) // 2, len(body) - 1):
        damaged = bytearray(body)
        damaged[index] ^= 1
        rows[position - 1] = (place, bytes(damaged), stored)
        with pytest.raises(JournalCorrupt) as caught:
            verify(recorder.program, "run-1", rows)
        assert caught.value.position == position
        with pytest.raises(JournalCorrupt) as caught:
            list(verify_chain("run-1", rows))
        assert caught.value.position == position


def test_a_missing_event_is_named() -> None:
    recorder = recorded()
    rows = recorder.rows()
    del rows[4]
    with pytest.raises(JournalCorrupt) as caught:
        verify(recorder.program, "run-1", rows)
    assert caught.value.position == 5
    with pytest.raises(JournalCorrupt) as caught:
        list(verify_chain("run-1", rows))
    assert caught.value.position == 5


def test_the_chain_of_an_untouched_journal_holds() -> None:
    recorder = recorded()
    assert list(verify_chain("run-1", recorder.rows())) == [(entry.position, entry.body) for entry in recorder.entries]
    assert chain_hash(seed_hash("run-1"), recorder.entries[0].body) == recorder.entries[0].hash


def _chained(*bodies: bytes) -> list[tuple[int, bytes, bytes]]:
    rows, previous = [], seed_hash("run-1")
    for position, body in enumerate(bodies, 1):
        previous = chain_hash(previous, body)
        rows.append((position, body, previous))
    return rows


@pytest.mark.parametrize(
    "bodies",
    [
        [b"not an event"],
        [encode_event(RunStarted(at_ms=T0))],
        [encode_event(header()), encode_event(header())],
        [encode_event(header(run_id="another"))],
        [],
    ],
)
def test_a_well_chained_journal_that_is_no_journal_is_corrupt(bodies: list[bytes]) -> None:
    with pytest.raises(JournalCorrupt):
        verify(recorded().program, "run-1", _chained(*bodies))


def test_a_newer_journal_is_refused_and_not_misread() -> None:
    newer = encode_event(header()).replace(
        f'"journal_version":{JOURNAL_VERSION}'.encode(), f'"journal_version":{JOURNAL_VERSION + 1}'.encode()
    )
    with pytest.raises(JournalTooNew):
        verify(recorded().program, "run-1", _chained(newer))


def test_verifier_gives_the_commands_of_each_row() -> None:
    recorder = recorded()
    verifier = Verifier(recorder.program, "run-1")
    counts = [len(verifier.take(*row)) for row in recorder.rows()]
    assert counts == [0, 1, 0, 0, 2, 0, 0, 1, 0, 0, 1, 0]
    assert verifier.replay.is_over


def test_journal_continues_from_a_stored_end() -> None:
    recorder = recorded()
    entry = recorder.entries[3]
    journal = Journal("run-1", entry.position, entry.hash)
    event: Event = decode_event(recorder.entries[4].body)
    assert journal.append(event).hash == recorder.entries[4].hash
    assert isinstance(decode_event(recorder.entries[0].body), RunCreated)
