"""Sections: a look over the whole world; change stamp, threads, close."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from vm.core.lifecycle import RunStatus
from world.changes import Changes, HookRecord
from world.contract.making import BUNDLE, NOW, WORKFLOW, Section, advance, claim, create, create_leased, make_rows, wait
from world.interface import World
from world.records import Append, JournalRow, Lease, NewMessage, ScheduleRecord, SlotHolder, SlotRequest


class Health(Section):
    """Counts, and findings where something is wrong, late, or will never come."""

    def test_health_counts_runs_by_status_and_finds_nothing_wrong(self, world: World) -> None:
        create(world, "a", messages=(NewMessage("a", "start", due_ms=NOW),))
        create_leased(world, "b")
        world.append([advance(world, create_leased(world, "c"), 1, status=RunStatus.FAILED)])
        health = world.health(now_ms=NOW)
        assert health.runs == {"pending": 2, "running": 0, "completed": 0, "failed": 1, "cancelled": 0}
        assert (health.findings, health.location) == ((), world.location)
        assert health.size_bytes > health.log_bytes >= 0

    def test_health_counts_what_is_in_the_queue(self, world: World) -> None:
        lease = create_leased(world, "a", messages=(NewMessage("a", "x"), NewMessage("a", "y")))
        world.append([advance(world, lease, 1, opened=(wait("wait_1", NOW, run_id="a"),))])
        world.take_slots(SlotRequest("k", 3, None, (SlotHolder("a", 1, "s1"), SlotHolder("a", 1, "s2"))), now_ms=NOW)
        world.bury_run(create_leased(world, "b"), reason="x", now_ms=NOW)
        world.put_schedule(ScheduleRecord("s", WORKFLOW, BUNDLE.hash, "{}", None))
        expected = {"messages": 2, "waits": 1, "held": 1, "buried": 1, "slots": 2, "schedules": 1}
        assert world.health(now_ms=NOW).queue == expected
        assert world.health(now_ms=NOW).findings == ()

    def test_health_finds_leases_that_expired_when_told_the_time(self, world: World) -> None:
        create_leased(world, "a", owner="w7")
        claim(world, "a", owner="w8", now_ms=NOW + 1500)
        assert world.health(now_ms=NOW + 2499).findings == ()
        assert world.health().findings == ()
        (finding,) = world.health(now_ms=NOW + 2600).findings
        assert "run a: the lease of w8 ended 100 ms ago" in finding

    def test_health_finds_runs_that_nothing_would_wake(self, world: World) -> None:
        create(world, "pending")
        world.append([advance(world, create_leased(world, "parked"), 1, release=True)])
        (first, second) = world.health(now_ms=NOW).findings
        assert "run pending waits for nothing" in first
        assert "resume parked" in second
        assert world.health().findings == ()

    def test_health_finds_nothing_wrong_with_runs_that_something_will_wake(self, world: World) -> None:
        create(world, "told", messages=(NewMessage("told", "start", due_ms=NOW + 10**9),))
        asleep = create_leased(world, "asleep")
        opened = (wait("wait_1", NOW + 10**9, run_id="asleep"),)
        world.append([advance(world, asleep, 1, opened=opened, release=True)])
        asking = create_leased(world, "asking")
        hook = HookRecord("t", "asking", "hook_1", "hook", NOW)
        world.append([advance(world, asking, 1, changes=Changes(hooks_opened=(hook,)), release=True)])
        world.append([advance(world, create_leased(world, "parent"), 1, release=True)])
        create_leased(world, "parent.1")
        world.bury_run(create_leased(world, "buried"), reason="x", now_ms=NOW)
        assert world.health(now_ms=NOW).findings == ()

    def test_health_finds_schedules_that_nobody_moves_on(self, world: World) -> None:
        world.put_schedule(ScheduleRecord("s", WORKFLOW, BUNDLE.hash, "{}", NOW), bundle=BUNDLE)
        assert world.health(now_ms=NOW + 59_999).findings == ()
        assert world.health().findings == ()
        (finding,) = world.health(now_ms=NOW + 90_000).findings
        assert "schedule s was due 90 s ago" in finding

    def test_health_finds_an_event_that_is_not_in_the_chain(self, world: World) -> None:
        lease = create_leased(world, rows=2)
        rows = make_rows("r", 2, head=2, head_hash=b"another journal's")
        world.append([Append("r", lease.epoch, 2, rows, NOW, NOW + 1000)])
        create_leased(world, "odd", rows=0)
        world.append([Append("odd", 1, 0, (JournalRow(1, b"{}", b"no hash", NOW, 1),), NOW, NOW + 1000)])
        first, second = world.health().findings
        assert "run r: event 3 does not hash" in first
        assert "run odd: event 1 does not hash" in second


class Upkeep(Section):
    """Change stamp, shrinking, threads, close."""

    def test_shrink_changes_nothing_that_is_stored(self, world: World) -> None:
        over = create_leased(world, "over")
        world.append([advance(world, over, 3, status=RunStatus.COMPLETED, now_ms=NOW)])
        lease = create_leased(world, "live", messages=(NewMessage("live", "kept", key="k"),))
        world.delete_runs(ended_before_ms=NOW + 1, limit=1)
        stored = world.list_runs(), list(world.read_journal("live")), world.list_messages()
        assert world.shrink() >= 0
        assert (world.list_runs(), list(world.read_journal("live")), world.list_messages()) == stored
        assert world.append([advance(world, lease, 1)]).fenced == ()
        assert world.health().findings == ()

    def test_change_stamp_stays_while_nobody_writes(self, world: World) -> None:
        create(world)
        stamp = world.change_stamp()
        world.list_runs()
        world.due_runs(now_ms=NOW, limit=1)
        assert world.change_stamp() == stamp

    def test_threads_take_turns_at_writing_and_read_what_was_committed(self, world: World) -> None:
        leases = [create_leased(world, f"r{number}") for number in range(3)]
        heads: dict[str, list[int]] = {lease.run_id: [] for lease in leases}

        def work(lease: Lease) -> None:
            for _ in range(40):
                assert world.append([advance(world, lease, 1, messages=(NewMessage("r0", "tick"),))]).fenced == ()
                heads[lease.run_id].append(world.get_run(lease.run_id).head)

        with ThreadPoolExecutor(3) as pool:
            for done in [pool.submit(work, lease) for lease in leases]:
                done.result()
        assert list(heads.values()) == [list(range(2, 42))] * 3
        assert len(world.list_messages("r0")) == 120

    def test_close_may_be_called_twice(self, world: World) -> None:
        world.close()
        world.close()
