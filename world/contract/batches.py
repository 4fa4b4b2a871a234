"""Sections: new runs go into the transaction of the advances; no two live runs have the same key."""

from __future__ import annotations

from typing import Any

import pytest

from vm.core.lifecycle import RunStatus
from vm.errors import InternalError, RunExists, RunNotFound, WorldDamaged
from world.contract.making import (
    BUNDLE,
    NOW,
    Section,
    advance,
    create,
    create_leased,
    make_creation,
    make_rows,
    new_run,
)
from world.interface import World
from world.records import BundleRecord, Creation, LeaseRecord, NewMessage, Written


class Batches(Section):
    """`append` writes advances and new runs together, or nothing at all."""

    def test_append_creates_runs_beside_its_advances(self, world: World) -> None:
        lease = create_leased(world, "old")
        born = make_creation("born", rows=2, owner="w7", lease_expires_ms=NOW + 77)
        assert world.append([advance(world, lease, 1)], [born, make_creation("stored")]) == Written()
        assert world.get_run("old").head == 2
        run = world.get_run("born")
        assert (run.head, run.owner, run.epoch, run.lease_expires_ms) == (2, "w7", 1, NOW + 77)
        assert world.list_leases("born") == [LeaseRecord("born", 1, "w7", NOW)]
        assert world.append([advance(world, _lease_of(born), 1)]) == Written()
        assert (world.get_run("stored").owner, world.get_run("stored").epoch) == (None, 0)
        assert world.get_bundle(BUNDLE.hash) == BUNDLE.data

    def test_append_names_a_creation_whose_run_is_there_and_writes_the_others(self, world: World) -> None:
        create(world, "a")
        other = BundleRecord("0" * 64, b"other")
        twice = Creation(new_run("a", bundle=other.hash), make_rows("a", 3), other, (NewMessage("b", "lost"),))
        before = world.get_run("a")
        written = world.append([], [twice, make_creation("b", messages=(NewMessage("b", "start"),))])
        assert written == Written((), {"a": "a"})
        assert (world.get_run("a"), world.get_run("b").head) == (before, 1)
        assert [message.kind for message in world.list_messages()] == ["start"]
        with pytest.raises(WorldDamaged):
            world.get_bundle(other.hash)

    def test_append_names_the_second_of_two_creations_alike(self, world: World) -> None:
        written = world.append([], [make_creation("a", rows=1), make_creation("a", rows=2)])
        assert (written, world.get_run("a").head) == (Written((), {"a": "a"}), 1)

    def test_append_writes_creations_beside_a_fenced_advance(self, world: World) -> None:
        lease = create_leased(world, "a")
        world.release_lease(lease)
        written = world.append([advance(world, lease, 1, messages=(NewMessage("b", "lost"),))], [make_creation("b")])
        assert written == Written(("a",), {})
        assert (world.get_run("b").head, world.list_messages()) == (1, [])

    def test_append_sends_messages_to_runs_that_it_creates(self, world: World) -> None:
        lease = create_leased(world, "parent")
        telling = advance(world, lease, 1, messages=(NewMessage("child", "from_parent"),))
        child = make_creation("child", messages=(NewMessage("parent", "from_child"), NewMessage("child", "start")))
        assert world.append([telling], [child]) == Written()
        sent = sorted(world.list_messages(), key=lambda message: message.message_id)
        assert [(message.run_id, message.kind) for message in sent] == [
            ("child", "from_parent"),
            ("parent", "from_child"),
            ("child", "start"),
        ]

    def test_append_of_creations_refuses_a_message_to_nobody_and_writes_nothing(self, world: World) -> None:
        lease = create_leased(world, "a")
        with pytest.raises(RunNotFound):
            world.append(
                [advance(world, lease, 1)],
                [make_creation("b"), make_creation("c", messages=(NewMessage("nobody", "x"),))],
            )
        assert (world.get_run("a").head, world.find_run("b"), world.find_run("c")) == (1, None, None)

    def test_creation_that_is_not_whole_cannot_be_made(self) -> None:
        with pytest.raises(InternalError):
            Creation(new_run(), make_rows("r", 2)[1:], BUNDLE)
        with pytest.raises(InternalError):
            Creation(new_run(bundle="0" * 64), (), BUNDLE)


class Deduplication(Section):
    """Of the runs that are not over, no two have the same key."""

    def test_a_key_that_a_live_run_has_brings_that_run(self, world: World) -> None:
        create(world, "a", dedup_key="order 7")
        assert world.get_run("a").dedup_key == "order 7"
        lost = make_creation("b", dedup_key="order 7", messages=(NewMessage("b", "start"),))
        assert world.append([], [lost, make_creation("c", dedup_key="order 8")]) == Written((), {"b": "a"})
        assert (world.find_run("b"), world.list_messages()) == (None, [])
        with pytest.raises(RunExists) as caught:
            create(world, "d", dedup_key="order 8")
        assert caught.value.run_id == "c"

    def test_a_key_is_free_again_when_its_run_is_over(self, world: World) -> None:
        lease = create_leased(world, "a", dedup_key="k")
        ending = advance(world, lease, 1, status=RunStatus.COMPLETED)
        assert world.append([ending], [make_creation("b", dedup_key="k")]) == Written()
        assert world.append([], [make_creation("c", dedup_key="k")]).existing == {"c": "b"}

    def test_a_key_of_two_creations_in_one_call_goes_to_the_first(self, world: World) -> None:
        written = world.append([], [make_creation(name, dedup_key="k") for name in ("a", "b")])
        assert written.existing == {"b": "a"}
        assert world.unfinished_runs() == ["a"]

    def test_a_message_to_a_run_that_was_not_needed_is_ignored(self, world: World) -> None:
        lease = create_leased(world, "a", dedup_key="k")
        telling = advance(world, lease, 1, messages=(NewMessage("b", "hello"), NewMessage("a", "kept")))
        assert world.append([telling], [make_creation("b", dedup_key="k")]) == Written((), {"b": "a"})
        assert [message.kind for message in world.list_messages()] == ["kept"]

    def test_runs_without_a_key_are_never_the_same(self, world: World) -> None:
        assert world.append([], [make_creation("a"), make_creation("b")]) == Written()


def _lease_of(creation: Creation) -> Any:
    lease = creation.lease()
    assert lease is not None
    return lease
