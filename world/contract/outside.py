"""Sections: hooks and their tokens, streams, attributes, children, webhook answers."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from vm.core.lifecycle import RunStatus
from vm.errors import WorldDamaged
from world.changes import Changes, ChunkRow, HookClash, HookRecord, Move, NewChunk, StreamRecord
from world.contract.making import BUNDLE, NOW, Section, advance, claim, create, create_leased, make_rows, new_run
from world.interface import World
from world.records import BundleRecord, Creation, Lease, NewMessage, Written


def hook(token: str = "t", correlation_id: str = "hook_1", *, run_id: str = "r", **fields: Any) -> HookRecord:
    return HookRecord(token, run_id, correlation_id, "hook", NOW, **fields)


def change(world: World, lease: Lease, **fields: Any) -> Written:
    """Append one row, with the changes given."""
    return world.append([advance(world, lease, 1, changes=Changes(**fields))])


def payload(run_id: str = "r", key: str | None = None) -> NewMessage:
    return NewMessage(run_id, "hook", "1", key=key)


class Hooks(Section):
    """A token is one open hook's at a time, claimed in the advance that opens it."""

    def test_opened_hook_is_found_with_all_its_fields(self, world: World) -> None:
        lease = create_leased(world)
        opened = hook(schema="a.py//Answer", respond='{"status":201}', metadata='"é"')
        assert change(world, lease, hooks_opened=(opened,)) == Written()
        assert world.find_hook("t") == opened
        assert world.list_hooks() == world.list_hooks("r") == [opened]
        assert world.list_hooks("other") == []
        assert world.find_hook("T") is None

    def test_token_that_another_run_has_is_named_with_its_owner(self, world: World) -> None:
        first, second = create_leased(world, "a"), create_leased(world, "b")
        change(world, first, hooks_opened=(hook(run_id="a"),))
        written = change(world, second, hooks_opened=(hook(run_id="b"), hook("u", "hook_2", run_id="b")))
        assert written.clashes == (HookClash("b", "hook_1", "a"),)
        assert [found.run_id for found in world.list_hooks()] == ["a", "b"]
        assert world.get_run("b").head == 2

    def test_token_is_claimed_once_in_one_call(self, world: World) -> None:
        first, second = create_leased(world, "a"), create_leased(world, "b")
        appends = [
            advance(world, lease, 1, changes=Changes(hooks_opened=(hook(run_id=lease.run_id),)))
            for lease in (first, second)
        ]
        assert world.append(appends).clashes == (HookClash("b", "hook_1", "a"),)

    def test_run_cannot_have_a_token_twice(self, world: World) -> None:
        lease = create_leased(world)
        written = change(world, lease, hooks_opened=(hook(), hook("t", "hook_2")))
        assert written.clashes == (HookClash("r", "hook_2", "r"),)

    def test_disposed_token_is_free_in_the_same_advance(self, world: World) -> None:
        lease = create_leased(world)
        change(world, lease, hooks_opened=(hook(),))
        again = hook("t", "hook_2")
        assert change(world, lease, hooks_closed=("hook_1",), hooks_opened=(again,)) == Written()
        assert world.find_hook("t") == again

    def test_hook_opened_and_disposed_of_in_one_advance_was_never_there(self, world: World) -> None:
        lease = create_leased(world)
        change(world, lease, hooks_opened=(hook(), hook("t", "hook_2")), hooks_closed=("hook_1",))
        assert [found.correlation_id for found in world.list_hooks()] == ["hook_2"]

    def test_hook_that_is_opened_and_closed_in_one_advance_is_not_open_though_it_was(self, world: World) -> None:
        lease = create_leased(world)
        change(world, lease, hooks_opened=(hook(),))
        assert change(world, lease, hooks_opened=(hook(),), hooks_closed=("hook_1",)) == Written()
        assert world.list_hooks() == []

    def test_end_of_a_run_frees_its_tokens(self, world: World) -> None:
        lease, other = create_leased(world, "a"), create_leased(world, "b")
        change(world, lease, hooks_opened=(hook(run_id="a"),))
        world.append([advance(world, lease, 1, status=RunStatus.COMPLETED)])
        assert world.find_hook("t") is None
        assert change(world, other, hooks_opened=(hook(run_id="b"),)) == Written()

    def test_fenced_advance_claims_no_token(self, world: World) -> None:
        stale = create_leased(world)
        claim(world, owner="w2", now_ms=NOW + 5000)
        assert change(world, stale, hooks_opened=(hook(),)).fenced == ("r",)
        assert world.find_hook("t") is None

    def test_message_reaches_the_hook_that_is_open(self, world: World) -> None:
        lease = create_leased(world)
        change(world, lease, hooks_opened=(hook(),))
        found = world.find_hook("t")
        assert found is not None
        assert world.send_to_hook(found, payload(key="k")) is True
        assert world.send_to_hook(found, payload(key="k")) is False
        assert [message.payload for message in world.list_messages("r")] == ["1"]

    def test_message_to_a_token_that_changed_hands_meanwhile_is_not_sent(self, world: World) -> None:
        lease, other = create_leased(world, "a"), create_leased(world, "b")
        change(world, lease, hooks_opened=(hook(run_id="a"),))
        found = world.find_hook("t")
        assert found is not None
        change(world, lease, hooks_closed=("hook_1",))
        assert world.send_to_hook(found, payload("a")) is None
        change(world, other, hooks_opened=(hook(run_id="b"),))
        assert world.send_to_hook(found, payload("a")) is None
        assert world.list_messages() == []


class Streams(Section):
    """Pieces in order, each with one index, never more after the end."""

    def test_pieces_get_indexes_without_gaps_over_several_advances(self, world: World) -> None:
        lease = create_leased(world)
        change(
            world,
            lease,
            chunks=(NewChunk("", "text", b"a"), NewChunk("x", "bytes", b"\x00"), NewChunk("", "text", b"b")),
        )
        change(world, lease, chunks=(NewChunk("", "value", b"1"),))
        rows = [ChunkRow(0, "text", b"a"), ChunkRow(1, "text", b"b"), ChunkRow(2, "value", b"1")]
        assert world.read_chunks("r", "") == rows
        assert world.read_chunks("r", "", start=1, limit=1) == rows[1:2]
        assert world.list_streams("r") == [StreamRecord("r", "", 3, False), StreamRecord("r", "x", 1, False)]

    def test_stream_that_is_not_there_has_no_pieces(self, world: World) -> None:
        assert world.read_chunks("nobody", "") == []
        assert world.find_stream("nobody", "") is None
        assert world.list_streams("nobody") == []

    def test_closed_stream_takes_no_more(self, world: World) -> None:
        lease = create_leased(world)
        change(world, lease, chunks=(NewChunk("", "text", b"a"),), streams_closed=("", "empty"))
        change(world, lease, chunks=(NewChunk("", "text", b"late"),))
        assert world.find_stream("r", "") == StreamRecord("r", "", 1, True)
        assert world.find_stream("r", "empty") == StreamRecord("r", "empty", 0, True)

    def test_end_of_a_run_closes_its_streams_and_keeps_them(self, world: World) -> None:
        lease = create_leased(world)
        last = Changes(chunks=(NewChunk("", "text", b"a"),))
        world.append([advance(world, lease, 1, changes=last, status=RunStatus.FAILED)])
        assert world.find_stream("r", "") == StreamRecord("r", "", 1, True)
        assert len(world.read_chunks("r", "")) == 1

    def test_fenced_advance_writes_no_piece(self, world: World) -> None:
        stale = create_leased(world)
        claim(world, owner="w2", now_ms=NOW + 5000)
        change(world, stale, chunks=(NewChunk("", "text", b"a"),))
        assert world.find_stream("r", "") is None


class Attributes(Section):
    """What runs are found by."""

    def test_attributes_are_replaced_and_taken_away_by_name(self, world: World) -> None:
        lease = create_leased(world)
        change(world, lease, attributes={"b": "1", "a": '"x"'})
        change(world, lease, attributes={"b": None, "c": "true", "nothing": None})
        assert list(world.get_attributes("r").items()) == [("a", '"x"'), ("c", "true")]
        assert world.get_attributes("nobody") == {}

    def test_runs_are_found_by_all_the_attributes_given_newest_first(self, world: World) -> None:
        for number, run_id in enumerate("abc"):
            lease = create_leased(world, run_id, created_ms=NOW + number)
            change(world, lease, attributes={"kind": '"x"', "even": str(number % 2 == 0).lower()})
        assert world.find_runs({"kind": '"x"'}) == ["c", "b", "a"]
        assert world.find_runs({"kind": '"x"', "even": "true"}, limit=1) == ["c"]
        assert world.find_runs({"kind": '"y"'}) == []


def child(run_id: str = "r.1", **fields: Any) -> Creation:
    return Creation(new_run(run_id), make_rows(run_id, 1), BUNDLE, **fields)


class Children(Section):
    """Runs that an advance starts are stored with it, or not at all."""

    def test_child_is_stored_with_its_messages_in_the_advance(self, world: World) -> None:
        lease = create_leased(world)
        started = child(messages=(NewMessage("r.1", "start", due_ms=5),))
        assert change(world, lease, children=(started,)) == Written()
        assert world.get_run("r.1").status is RunStatus.PENDING
        assert [message.kind for message in world.list_messages("r.1")] == ["start"]

    def test_child_that_is_there_already_is_named(self, world: World) -> None:
        lease = create_leased(world)
        create(world, "r.1")
        assert change(world, lease, children=(child(),)).existing == {"r.1": "r.1"}
        assert world.get_run("r").head == 2

    def test_fenced_advance_starts_no_child(self, world: World) -> None:
        stale = create_leased(world)
        claim(world, owner="w2", now_ms=NOW + 5000)
        change(world, stale, children=(child(),))
        assert world.find_run("r.1") is None

    def test_last_advance_of_a_run_may_start_its_successor(self, world: World) -> None:
        lease = create_leased(world)
        last = Changes(children=(child("r:2", owner="w1", lease_expires_ms=NOW + 9),))
        world.append([advance(world, lease, 1, changes=last, status=RunStatus.COMPLETED)])
        assert world.get_run("r:2").owner == "w1"

    def test_message_that_may_be_late_is_ignored_when_its_run_is_not_there(self, world: World) -> None:
        lease = create_leased(world)
        late = NewMessage("gone", "cancel", may_be_late=True)
        world.append([advance(world, lease, 1, messages=(late,))])
        assert world.get_run("r").head == 2


class Moving(Section):
    """A run goes on with other code when its holder says so."""

    def test_moved_run_points_at_the_new_bundle(self, world: World) -> None:
        lease = create_leased(world)
        data = b"new code"
        bundle = BundleRecord(sha256(data).hexdigest(), data)
        assert change(world, lease, moved=Move(bundle, "[]")) == Written()
        run = world.get_run("r")
        assert (run.bundle, run.origin, run.head) == (bundle.hash, "[]", 2)
        assert world.get_bundle(bundle.hash) == data
        change(world, lease, moved=Move(BUNDLE, None))
        assert (world.get_run("r").bundle, world.get_run("r").origin) == (BUNDLE.hash, None)

    def test_only_the_holder_moves_a_run(self, world: World) -> None:
        stale = create_leased(world)
        claim(world, owner="w2", now_ms=NOW + 5000)
        data = b"new code"
        moved = Move(BundleRecord(sha256(data).hexdigest(), data), None)
        assert change(world, stale, moved=moved).fenced == ("r",)
        assert world.get_run("r").bundle == BUNDLE.hash
        with pytest.raises(WorldDamaged):
            world.get_bundle(moved.bundle.hash)
