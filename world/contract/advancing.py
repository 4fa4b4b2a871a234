"""Sections: journals come back as they were written; an advance is atomic; every append is fenced."""

from __future__ import annotations

import pytest

from vm.core.journal import verify_chain
from vm.core.lifecycle import RunStatus
from vm.errors import InternalError, RunNotFound
from world.contract.making import (
    NOW,
    Section,
    advance,
    claim,
    create,
    create_leased,
    make_rows,
    wait,
)
from world.interface import World
from world.records import Append, JournalRow, NewMessage


class Journals(Section):
    """`read_journal` yields what was appended, byte for byte, in order."""

    def test_read_journal_yields_rows_unchanged(self, world: World) -> None:
        body, notes = '{"a":"é\\u0000\ud7ff"}'.encode(), '{"trace":["x"]}'
        row = JournalRow(1, body + bytes([0, 255]), b"\x00" * 31 + b"\xff", NOW, 7, notes)
        lease = create_leased(world, rows=0)
        world.append([_append(lease.epoch, 0, (row,))])
        assert list(world.read_journal("r")) == [row]

    def test_read_journal_yields_a_whole_chain_over_many_appends(self, world: World) -> None:
        lease = create_leased(world)
        for count in (1, 3, 700, 0, 2):
            world.append([advance(world, lease, count)])
        rows = list(world.read_journal("r"))
        assert [row.position for row in rows] == list(range(1, 708))
        chain = verify_chain("r", ((row.position, row.body, row.hash) for row in rows))
        assert len(list(chain)) == 707
        run = world.get_run("r")
        assert (run.head, run.head_hash) == (707, rows[-1].hash)

    @pytest.mark.parametrize(
        ("after", "limit", "expected"),
        [
            (0, 2, [1, 2]),
            (3, None, [4, 5]),
            (3, 1, [4]),
            (5, None, []),
            (9, 2, []),
            (0, 0, []),
            (0, 99, [1, 2, 3, 4, 5]),
        ],
    )
    def test_read_journal_reads_a_page_when_asked_for_one(
        self, world: World, after: int, limit: int | None, expected: list[int]
    ) -> None:
        create(world, rows=5)
        assert [row.position for row in world.read_journal("r", after=after, limit=limit)] == expected

    def test_read_journal_yields_nothing_of_an_unknown_run(self, world: World) -> None:
        assert list(world.read_journal("nobody")) == []

    def test_read_journal_keeps_the_journals_of_runs_apart(self, world: World) -> None:
        create(world, "a", rows=2)
        create(world, "b", rows=3)
        assert tuple(world.read_journal("a")) == make_rows("a", 2)
        assert tuple(world.read_journal("b")) == make_rows("b", 3)

    def test_read_journal_may_be_dropped_half_way_and_the_run_go_on(self, world: World) -> None:
        lease = create_leased(world, rows=3)
        rows = world.read_journal("r")
        assert next(rows).position == 1
        assert world.append([advance(world, lease, 1)]).fenced == ()
        assert world.get_run("r").head == 4


class Advances(Section):
    """`append` writes an advance whole: rows, head, status, waits, messages, lease."""

    def test_append_moves_the_head_the_status_and_the_lease(self, world: World) -> None:
        lease = create_leased(world)
        append = advance(world, lease, 2, status=RunStatus.RUNNING, now_ms=NOW + 5, lease_expires_ms=NOW + 9)
        assert world.append([append]).fenced == ()
        run = world.get_run("r")
        assert (run.head, run.head_hash, run.status) == (3, append.rows[-1].hash, RunStatus.RUNNING)
        assert (run.updated_ms, run.lease_expires_ms, run.owner, run.ended_ms) == (NOW + 5, NOW + 9, "w1", None)

    def test_append_keeps_the_status_and_head_when_it_brings_none(self, world: World) -> None:
        lease = create_leased(world)
        world.append([advance(world, lease, 1, status=RunStatus.RUNNING)])
        before = world.get_run("r")
        assert world.append([advance(world, lease)]).fenced == ()
        after = world.get_run("r")
        assert (after.head, after.head_hash, after.status) == (before.head, before.head_hash, RunStatus.RUNNING)

    def test_append_gives_the_lease_up_when_it_parks(self, world: World) -> None:
        lease = create_leased(world)
        world.append([advance(world, lease, 1, release=True)])
        run = world.get_run("r")
        assert (run.owner, run.lease_expires_ms, run.epoch) == (None, None, 1)
        assert claim(world, owner="w2").epoch == 2

    @pytest.mark.parametrize("status", [RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED])
    def test_append_ends_the_run_with_all_that_it_waited_for(self, world: World, status: RunStatus) -> None:
        lease = create_leased(world, messages=(NewMessage("r", "hook"),))
        world.append([advance(world, lease, 1, opened=(wait("wait_1", NOW),))])
        world.append([advance(world, lease, 1, status=status, now_ms=NOW + 7)])
        run = world.get_run("r")
        assert (run.status, run.ended_ms, run.owner, run.lease_expires_ms) == (status, NOW + 7, None, None)
        assert (run.due_ms, world.list_waits(), world.list_messages()) == (None, [], [])
        assert world.due_runs(now_ms=NOW + 10**6, limit=9) == []

    def test_append_writes_several_runs_at_once(self, world: World) -> None:
        leases = [create_leased(world, run_id) for run_id in ("a", "b", "c")]
        assert world.append([advance(world, lease, 2) for lease in leases]).fenced == ()
        assert [world.get_run(run_id).head for run_id in ("a", "b", "c")] == [3, 3, 3]

    def test_append_applies_two_advances_of_one_run_when_they_follow(self, world: World) -> None:
        lease = create_leased(world)
        first = advance(world, lease, 2)
        rows = make_rows("r", 1, head=3, head_hash=first.rows[-1].hash)
        assert world.append([first, _append(lease.epoch, 3, rows)]).fenced == ()
        assert world.get_run("r").head == 4

    def test_append_of_nothing_is_no_error(self, world: World) -> None:
        assert world.append([]).fenced == ()

    def test_append_refuses_a_message_to_an_unknown_run_and_writes_no_run(self, world: World) -> None:
        a, b = create_leased(world, "a"), create_leased(world, "b")
        good = advance(world, a, 1, opened=(wait("wait_1", NOW, run_id="a"),), messages=(NewMessage("b", "x"),))
        bad = advance(world, b, 1, messages=(NewMessage("nobody", "x"),))
        with pytest.raises(RunNotFound):
            world.append([good, bad])
        assert [world.get_run(run_id).head for run_id in ("a", "b")] == [1, 1]
        assert (world.list_waits(), world.list_messages()) == ([], [])

    def test_append_whose_rows_do_not_follow_its_head_cannot_be_made(self) -> None:
        rows = make_rows("r", 3)
        with pytest.raises(InternalError):
            _append(1, 1, rows)
        with pytest.raises(InternalError):
            _append(1, 0, (rows[0], rows[2]))


class Fencing(Section):
    """A worker that lost its lease, or its place, writes nothing; the others in its group do."""

    def test_append_is_fenced_when_its_epoch_is_stale(self, world: World) -> None:
        old = create_leased(world)
        new = claim(world, owner="w2", now_ms=NOW + 5000)
        self._assert_fenced(world, advance(world, old, 1))
        assert world.append([advance(world, new, 1)]).fenced == ()

    def test_append_is_fenced_when_its_head_is_ahead(self, world: World) -> None:
        lease = create_leased(world)
        self._assert_fenced(world, _append(lease.epoch, 2, make_rows("r", 1, head=2)))

    def test_append_is_fenced_when_the_lease_was_given_up(self, world: World) -> None:
        lease = create_leased(world)
        world.release_lease(lease)
        self._assert_fenced(world, advance(world, lease, 1))

    def test_append_is_fenced_when_the_run_was_never_leased(self, world: World) -> None:
        create(world)
        self._assert_fenced(world, _append(0, 1, make_rows("r", 1, head=1)))

    def test_append_is_fenced_when_the_run_is_unknown(self, world: World) -> None:
        append = _append(1, 0, make_rows("r", 1))
        assert world.append([append]).fenced == ("r",)
        assert world.find_run("r") is None

    def test_append_still_writes_when_its_lease_expired_and_nobody_took_it(self, world: World) -> None:
        lease = create_leased(world)
        assert world.append([advance(world, lease, 1, now_ms=NOW + 10**6)]).fenced == ()

    def test_append_writes_the_others_of_its_group_when_one_is_fenced(self, world: World) -> None:
        a, b, c = (create_leased(world, run_id) for run_id in ("a", "b", "c"))
        claim(world, "b", owner="w2", now_ms=NOW + 5000)
        group = [advance(world, lease, 1, messages=(NewMessage("a", f"from_{lease.run_id}"),)) for lease in (a, b, c)]
        assert world.append(group).fenced == ("b",)
        assert [world.get_run(run_id).head for run_id in ("a", "b", "c")] == [2, 1, 2]
        assert [message.kind for message in world.list_messages()] == ["from_a", "from_c"]

    def _assert_fenced(self, world: World, append: Append) -> None:
        """The append, however much it brings, changes nothing."""
        world.send(NewMessage("r", "kept"))
        before = world.get_run("r"), list(world.read_journal("r")), world.list_waits(), world.list_messages()
        full = Append(
            run_id="r",
            epoch=append.epoch,
            head=append.head,
            rows=append.rows,
            now_ms=NOW + 99,
            lease_expires_ms=NOW + 10**6,
            status=append.status,
            opened=(wait("wait_9", NOW),),
            messages=(NewMessage("r", "lost"),),
            consumed=tuple(message.message_id for message in before[3]),
            release=True,
        )
        assert world.append([full]).fenced == ("r",)
        after = world.get_run("r"), list(world.read_journal("r")), world.list_waits(), world.list_messages()
        assert after == before


def _append(epoch: int, head: int, rows: tuple[JournalRow, ...]) -> Append:
    return Append(run_id="r", epoch=epoch, head=head, rows=rows, now_ms=NOW + 10, lease_expires_ms=NOW + 2000)
