"""Section: whatever a run waits for is resolved once."""

from __future__ import annotations

from vm.core.lifecycle import RunStatus
from world.contract.making import NOW, Section, advance, create, create_leased
from world.interface import World
from world.records import NewMessage


class UniqueResolutions(Section):
    """Of two resolutions of one thing the world keeps the first: a step's or a wait's, a message's, an answer, an end.

    What a host makes of an attempt or of a wait that is due, it appends from the head that it knows. Another one that
    comes to the same from the same head is fenced, so no journal has two resolutions of one operation.
    """

    def test_second_of_two_advances_from_one_head_is_fenced(self, world: World) -> None:
        lease = create_leased(world)
        stale = advance(world, lease, 1)
        assert world.append([stale]).fenced == ()
        assert world.append([stale]).fenced == ("r",)
        assert world.get_run("r").head == 2

    def test_run_ends_once(self, world: World) -> None:
        lease = create_leased(world)
        world.append([advance(world, lease, 1, status=RunStatus.COMPLETED)])
        assert world.append([advance(world, lease, 1, status=RunStatus.FAILED)]).fenced == ("r",)
        assert world.get_run("r").status is RunStatus.COMPLETED

    def test_first_of_two_messages_with_one_key_is_kept(self, world: World) -> None:
        create(world)
        assert world.send(NewMessage("r", "hook", "1", key="k"))
        assert not world.send(NewMessage("r", "hook", "2", key="k", due_ms=-5))
        assert [message.payload for message in world.list_messages()] == ["1"]
        assert world.get_run("r").due_ms == 0

    def test_message_that_was_answered_is_not_taken_again(self, world: World) -> None:
        lease = create_leased(world)
        world.send(NewMessage("r", "hook", key="k"))
        (message,) = world.list_messages()
        world.append([advance(world, lease, 1, consumed=(message.message_id,))])
        assert not world.send(NewMessage("r", "hook", key="k"))
        assert world.list_messages() == []

    def test_run_hears_of_the_end_of_another_once(self, world: World) -> None:
        create(world, "parent")
        lease = create_leased(world, "child")
        done = NewMessage("parent", "child_completed", "[1]", key="child:1", due_ms=NOW)
        world.append([advance(world, lease, 1, messages=(done, done))])
        world.append([advance(world, lease, 1, messages=(done,))])
        assert [message.kind for message in world.list_messages("parent")] == ["child_completed"]
        assert world.due_runs(now_ms=NOW, limit=9) == ["parent"]

    def test_append_cannot_consume_the_message_of_another_run(self, world: World) -> None:
        create(world, "a")
        lease = create_leased(world, "b")
        world.send(NewMessage("a", "hook"))
        (message,) = world.list_messages()
        world.append([advance(world, lease, 1, consumed=(message.message_id,))])
        assert world.list_messages() == [message]

    def test_first_answer_stands(self, world: World) -> None:
        assert world.find_answer("q") is None
        assert world.put_answer("q", "1", now_ms=NOW)
        assert not world.put_answer("q", "2", now_ms=NOW + 1)
        assert world.find_answer("q") == "1"
