"""Section: messages reach their run once."""

from __future__ import annotations

import pytest

from vm.core.lifecycle import RunStatus
from vm.errors import RunNotFound
from world.contract.making import NOW, Section, advance, create, create_leased
from world.interface import World
from world.records import MessageRecord, NewMessage


class Queue(Section):
    """At least once, idempotent by key, consumed by the advance that answers."""

    def test_send_keeps_every_field(self, world: World) -> None:
        create(world)
        assert world.send(NewMessage("r", "hook", '{"é":"\\ud800\x00"}', "key/1", NOW + 3, -7))
        (message,) = world.list_messages()
        expected = MessageRecord(message.message_id, "r", "hook", '{"é":"\\ud800\x00"}', "key/1", NOW + 3, -7)
        assert message == expected

    def test_send_raises_when_there_is_no_such_run(self, world: World) -> None:
        with pytest.raises(RunNotFound):
            world.send(NewMessage("nobody", "hook"))

    def test_send_knows_a_key_per_run(self, world: World) -> None:
        create(world, "a")
        create(world, "b")
        assert world.send(NewMessage("a", "hook", key="k"))
        assert world.send(NewMessage("b", "hook", key="k"))

    def test_send_takes_any_number_of_messages_without_a_key(self, world: World) -> None:
        create(world)
        assert all(world.send(NewMessage("r", "hook")) for _ in range(3))
        assert len({message.message_id for message in world.list_messages()}) == 3

    def test_send_ignores_a_message_to_a_run_that_is_over(self, world: World) -> None:
        world.append([advance(world, create_leased(world), status=RunStatus.COMPLETED)])
        assert not world.send(NewMessage("r", "hook"))
        assert world.list_messages() == []

    def test_list_messages_is_in_the_order_of_priority_then_time_then_coming(self, world: World) -> None:
        create(world, "a")
        create(world, "b")
        for kind, due_ms, priority in (("1", 5, 0), ("2", 3, 0), ("3", 9, 2), ("4", 3, 0), ("5", 0, -1)):
            world.send(NewMessage("a" if kind != "4" else "b", kind, due_ms=due_ms, priority=priority))
        assert _kinds(world.list_messages()) == ["3", "2", "4", "1", "5"]
        assert _kinds(world.list_messages("a", limit=2)) == ["3", "2"]
        assert world.list_messages("nobody") == []

    def test_read_messages_brings_what_is_new_for_the_runs_that_one_holds(self, world: World) -> None:
        mine, yours = create_leased(world, "mine", owner="w1"), create_leased(world, "yours", owner="w2")
        create(world, "nobodys")
        for run_id in ("mine", "yours", "nobodys", "mine"):
            world.send(NewMessage(run_id, f"for_{run_id}", due_ms=NOW + 10**9))
        first, last = world.read_messages("w1", after=0)
        assert (first.run_id, last.run_id) == ("mine", "mine")
        assert first.message_id < last.message_id
        assert world.read_messages("w1", after=first.message_id) == [last]
        assert world.read_messages("w1", after=last.message_id) == []
        world.append([advance(world, mine, 1, consumed=(last.message_id,))])
        assert world.read_messages("w1", after=0) == [first]
        world.release_lease(yours)
        assert world.read_messages("w2", after=0) == []

    def test_append_consumes_messages_with_its_rows(self, world: World) -> None:
        lease = create_leased(world)
        for kind in ("one", "two"):
            world.send(NewMessage("r", kind, due_ms=NOW))
        first, second = world.list_messages()
        world.append([advance(world, lease, 1, consumed=(first.message_id,))])
        assert world.list_messages() == [second]
        assert world.append([advance(world, lease, 1, consumed=(first.message_id, second.message_id))]).fenced == ()
        assert (world.list_messages(), world.get_run("r").due_ms) == ([], None)

    def test_append_ignores_a_message_to_a_run_that_ends_before_it(self, world: World) -> None:
        a, b = create_leased(world, "a"), create_leased(world, "b")
        ending = advance(world, a, 1, status=RunStatus.COMPLETED, messages=(NewMessage("b", "done"),))
        telling = advance(world, b, 1, messages=(NewMessage("a", "too_late"),))
        assert world.append([ending, telling]).fenced == ()
        assert _kinds(world.list_messages()) == ["done"]

    def test_message_ids_are_never_given_twice(self, world: World) -> None:
        seen = []
        lease = create_leased(world)
        for _ in range(3):
            world.send(NewMessage("r", "hook"))
            (message,) = world.list_messages()
            seen.append(message.message_id)
            world.append([advance(world, lease, consumed=(message.message_id,))])
        assert len(set(seen)) == 3


def _kinds(messages: list[MessageRecord]) -> list[str]:
    return [message.kind for message in messages]
