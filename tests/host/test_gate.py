"""Who may begin, and in which order."""

from __future__ import annotations

from typing import Any

import pytest

from vm.host.gate import MOST_AT_ONCE, Gate, Limit, Ticket, find_limit
from world.records import Rate

BANK = Limit("bank", 2, None)


class FakeRun:
    """A run that wants what it is asked about, but for some ids."""

    def __init__(self) -> None:
        self.unwanted: set[str] = set()

    def is_wanted(self, ticket: Ticket) -> bool:
        return ticket.correlation_id not in self.unwanted


def ticket(name: str, limit: Limit | None = None, priority: int = 0, run: Any = None) -> Ticket:
    return Ticket(run or FakeRun(), name, limit, priority)


def gate(most: int | None, *tickets: Ticket) -> Gate:
    made = Gate(most)
    for one in tickets:
        made.join(one)
    return made


def names(groups: list[list[tuple[int, Ticket]]]) -> list[list[str]]:
    return [[one.correlation_id for _, one in group] for group in groups]


def test_as_many_are_let_in_as_there_is_room_for_and_the_next_when_one_leaves() -> None:
    made = gate(2, *map(ticket, "abc"))
    [group] = made.choose(0)
    assert names([group]) == [["a", "b"]]
    assert made.load == 3
    assert made.choose(0) == []
    made.leave(group[0][1])
    made.leave(group[0][1])
    assert names(made.choose(0)) == [["c"]]
    assert not made.is_waited_at


def test_without_a_bound_everybody_is_let_in() -> None:
    assert names(gate(None, *map(ticket, "abc")).choose(0)) == [["a", "b", "c"]]


def test_greater_priority_goes_first_and_equals_in_the_order_in_which_they_came() -> None:
    made = gate(1, ticket("low", priority=-1), ticket("a"), ticket("b"), ticket("high", BANK, priority=5))
    order = []
    while made.is_waited_at:
        [group] = made.choose(0)
        order += names([group])[0]
        made.leave(group[0][1])
    assert order == ["high", "a", "b", "low"]


def test_what_nobody_wants_any_more_takes_no_place() -> None:
    run = FakeRun()
    made = gate(1, ticket("a", run=run), ticket("b", run=run))
    run.unwanted.add("a")
    assert names(made.choose(0)) == [["b"]]
    assert made.load == 1


def test_limits_are_asked_for_apart_and_the_room_is_shared_in_order() -> None:
    made = gate(4, ticket("a"), ticket("b1", BANK), ticket("c"), ticket("b2", BANK), ticket("d"))
    assert names(made.choose(0)) == [["a", "c"], ["b1", "b2"]]
    assert names(made.choose(0)) == []


def test_refused_tickets_go_back_to_their_places_until_something_happens() -> None:
    made = gate(None, *(ticket(name, BANK) for name in "abc"))
    [group] = made.choose(0)
    made.refuse(group[1:], None)
    made.join(ticket("d", BANK))
    assert made.choose(0) == []
    assert made.next_retry_ms() is None
    made.retry()
    assert names(made.choose(0)) == [["b", "c", "d"]]


def test_refused_rate_is_asked_for_again_when_its_time_has_come() -> None:
    made = gate(None, ticket("a", Limit("bank", None, Rate(1, 1000))))
    made.refuse(made.choose(0)[0], 1000)
    assert made.choose(999) == []
    assert made.next_retry_ms() == 1000
    assert names(made.choose(1000)) == [["a"]]


def test_limit_that_is_starved_does_not_hold_the_others_up() -> None:
    made = gate(1, ticket("a", BANK), ticket("b"))
    made.refuse(made.choose(0)[0], None)
    assert names(made.choose(0)) == [["b"]]


def test_run_that_is_gone_leaves_room_but_for_what_it_still_does() -> None:
    run = FakeRun()
    made = gate(3, *(ticket(name, run=run) for name in "abc"))
    [group] = made.choose(0)
    made.leave_all(run, but=[group[1][1], None])  # type: ignore[arg-type]
    assert made.load == 1
    made.leave_all(run)  # type: ignore[arg-type]
    made.leave_all(run)  # type: ignore[arg-type]
    assert made.load == 0


def test_slots_are_asked_for_a_hundred_at_a_time() -> None:
    made = gate(None, *(ticket(str(number), BANK) for number in range(MOST_AT_ONCE + 5)))
    assert [len(group) for group in made.choose(0)] == [MOST_AT_ONCE]
    assert [len(group) for group in made.choose(0)] == [5]


@pytest.mark.parametrize(
    ("options", "limit"),
    [
        ({"max_retries": 3, "limit_key": "alone"}, None),
        ({"concurrency": 2}, Limit("step", 2, None)),
        ({"rate_limit": [3, 1000], "limit_key": "bank"}, Limit("bank", None, Rate(3, 1000))),
    ],
)
def test_limit_is_named_by_the_step_unless_it_names_another(options: dict[str, Any], limit: Limit | None) -> None:
    assert find_limit("step", options) == limit
