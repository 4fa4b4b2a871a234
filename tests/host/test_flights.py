"""Attempts in flight, and the order in which their outcomes are handed out."""

from __future__ import annotations

import pytest
import trio

from vm.core.codec import encode
from vm.host.flights import Flights
from vm.host.steps import Attempt, Outcome, RegisteredStep

STEP = RegisteredStep("step//test.py//one", print, {}, is_async=False)


def attempt(run_id: str, correlation_id: str) -> Attempt:
    return Attempt(run_id, correlation_id, STEP, encode(((), {})), 1, None, "trio")


def flying(is_ordered: bool, *keys: tuple[str, str]) -> tuple[Flights, list[Attempt]]:
    flights, attempts = Flights(is_ordered=is_ordered), [attempt(*key) for key in keys]
    for one in attempts:
        flights.add(one)
    return flights, attempts


def landed(flights: Flights) -> list[str]:
    return [outcome.attempt.correlation_id for outcome in flights.take(lambda run_id: True)]


def test_outcomes_come_in_the_order_in_which_attempts_ended() -> None:
    flights, (first, second) = flying(False, ("r", "step_1"), ("r", "step_2"))
    flights.land(Outcome(second))
    assert landed(flights) == ["step_2"]
    assert flights
    flights.land(Outcome(first))
    assert landed(flights) == ["step_1"]
    assert not flights


def test_those_in_flight_are_told_as_they_began() -> None:
    flights, (first, second, _) = flying(False, ("r", "step_1"), ("r", "step_2"), ("q", "step_3"))
    flights.land(Outcome(second))
    assert flights.in_flight() == [("r", "step_1"), ("r", "step_2"), ("q", "step_3")]
    flights.land(Outcome(first))
    flights.take(lambda run_id: True)
    assert flights.in_flight() == [("q", "step_3")]


def test_ordered_outcomes_wait_for_the_runs_earlier_attempts_only() -> None:
    flights, (first, second, other) = flying(True, ("r", "step_1"), ("r", "step_2"), ("q", "step_3"))
    flights.land(Outcome(second))
    flights.land(Outcome(other))
    assert landed(flights) == ["step_3"]
    flights.land(Outcome(first))
    assert landed(flights) == ["step_1", "step_2"]
    assert not flights


def test_ordered_outcome_is_due_when_the_attempt_before_it_is_cancelled() -> None:
    flights, (first, second) = flying(True, ("r", "step_1"), ("r", "step_2"))
    flights.land(Outcome(second))
    assert landed(flights) == []
    scope = trio.CancelScope()
    flights.begin_waiting(first, scope)
    flights.cancel("r", "step_1")
    assert scope.cancel_called
    assert landed(flights) == ["step_2"]


@pytest.mark.parametrize("is_ordered", [False, True])
def test_late_outcome_of_a_cancelled_attempt_is_dropped(is_ordered: bool) -> None:
    flights, (old,) = flying(is_ordered, ("r", "step_1"))
    flights.cancel("r", "step_1")
    flights.cancel("r", "step_1")
    flights.land(Outcome(old))
    new = attempt("r", "step_1")
    flights.add(new)
    flights.land(Outcome(old))
    assert landed(flights) == []
    flights.land(Outcome(new))
    assert landed(flights) == ["step_1"]


@pytest.mark.parametrize("is_ordered", [False, True])
async def test_cancelling_a_run_drops_what_it_had_and_nothing_else(is_ordered: bool) -> None:
    flights, (first, second, other) = flying(is_ordered, ("r", "step_1"), ("r", "step_2"), ("q", "step_3"))
    scopes = [trio.CancelScope() for _ in range(3)]
    for one, scope in zip((first, second, other), scopes, strict=True):
        flights.begin_waiting(one, scope)
    flights.land(Outcome(first))
    flights.cancel_run("r")
    flights.cancel_run("r")
    assert [scope.cancel_called for scope in scopes] == [False, True, False]
    assert [flights.is_wanted(one) for one in (first, second, other)] == [False, False, True]
    assert landed(flights) == []
    assert ("q", "step_3") in flights
    assert ("r", "step_1") not in flights


def test_attempts_begin_in_the_order_in_which_they_were_added_and_unwanted_ones_never() -> None:
    flights, (first, second, third) = flying(False, ("r", "step_1"), ("r", "step_2"), ("q", "step_1"))
    assert flights.begin() is first
    flights.cancel("r", "step_2")
    assert flights.begin() is third
    assert flights.begin() is None
    assert not flights.is_wanted(second)


def test_ordered_outcomes_wait_until_their_run_is_quiet() -> None:
    flights, attempts = flying(True, ("busy", "step_1"), ("quiet", "step_1"))
    busy, quiet = attempts
    for one in attempts:
        flights.land(Outcome(one))
    assert [outcome.attempt for outcome in flights.take(lambda run_id: run_id == "quiet")] == [quiet]
    assert [outcome.attempt for outcome in flights.take(lambda run_id: True)] == [busy]
