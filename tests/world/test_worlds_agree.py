"""The SQLite world and the memory world answer alike, however two workers come in between each other."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from vm.core.lifecycle import RunStatus
from vm.errors import VMError
from world.changes import Belongings, Changes, HookRecord, NewChunk
from world.contract.making import BUNDLE, WORKFLOW, make_creation, make_rows, new_run, wait
from world.interface import World
from world.memory import MemoryWorld
from world.records import (
    Append,
    Creation,
    Lease,
    NewMessage,
    Rate,
    RunRecord,
    ScheduleRecord,
    SlotHolder,
    SlotRequest,
    Written,
)
from world.sqlite import SqliteWorld

RUNS = ("a", "b", "c")
WORKFLOWS = (WORKFLOW, "workflow//other.py//main")
WORKERS = ("w1", "w2")

workers = st.sampled_from(WORKERS)
run_ids = st.sampled_from((*RUNS, "nobody"))
moments = st.integers(0, 30)
wait_ids = st.sampled_from(("wait_1", "wait_2", "step_3"))
step_ids = st.sampled_from(("step_1", "step_2", "step_3"))
workflows = st.none() | st.lists(st.sampled_from(WORKFLOWS), max_size=2)
dedup_keys = st.none() | st.none() | st.sampled_from(("d1", "d2"))
messages = st.builds(
    NewMessage,
    run_id=st.one_of(st.sampled_from(RUNS), run_ids),
    kind=st.just("hook"),
    payload=st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
    key=st.none() | st.sampled_from(("k1", "k2")),
    due_ms=moments,
    priority=st.none() | st.integers(-1, 2),
)
message_lists = st.lists(messages, max_size=2).map(tuple)
statuses = st.sampled_from((None, None, None, *RunStatus))
hook_ids = st.sampled_from(("hook_1", "hook_2"))
namespaces = st.sampled_from(("", "log"))
chunks = st.lists(st.builds(NewChunk, namespaces, st.just("bytes"), st.binary(max_size=2)), max_size=3).map(tuple)
closed_streams = st.lists(namespaces, max_size=1).map(tuple)
names = st.sampled_from(("kind", "day"))
texts = st.sampled_from(('"x"', "1"))
rates = st.none() | st.builds(Rate, count=st.integers(1, 3), per_ms=st.integers(1, 12))


class WorldsAgree(RuleBasedStateMachine):
    """Each rule does the same to both worlds; both must answer the same, errors and ids included.

    Each worker has a connection of its own to the SQLite file, and asks through that.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "world.db"
        self.sqlite = {worker: self.open() for worker in WORKERS}
        self.memory = MemoryWorld()
        self.leases: list[Lease] = []
        self.now_ms = 0

    def open(self) -> SqliteWorld:
        return SqliteWorld(self.path, synchronous="OFF")

    def teardown(self) -> None:
        for world in self.sqlite.values():
            world.close()
        self.folder.cleanup()

    def both(self, ask: Callable[[World], Any], worker: str = "w1") -> Any:
        answers = [_answer(ask, world) for world in (self.sqlite[worker], self.memory)]
        assert answers[0] == answers[1]
        return answers[0]

    # ---- what a worker does

    @rule(data=st.data(), worker=workers, sent=message_lists)
    def create(self, data: st.DataObject, worker: str, sent: tuple[NewMessage, ...]) -> None:
        made = data.draw(self.a_creation(sent))
        lease = self.both(
            lambda world: world.create_run(
                made.run,
                made.rows,
                bundle=BUNDLE,
                messages=made.messages,
                owner=made.owner,
                lease_expires_ms=made.lease_expires_ms,
            ),
            worker,
        )
        self.remember([lease])

    def a_creation(self, sent: tuple[NewMessage, ...] = ()) -> st.SearchStrategy[Creation]:
        return st.builds(
            make_creation,
            st.sampled_from(RUNS),
            rows=st.integers(0, 2),
            messages=st.just(sent),
            workflow=st.sampled_from(WORKFLOWS),
            created_ms=st.just(self.now_ms),
            dedup_key=dedup_keys,
            priority=st.integers(-1, 2),
            owner=st.none() | workers,
            lease_expires_ms=st.just(self.now_ms + 5),
        )

    @rule(run_id=run_ids, worker=workers, length_ms=st.integers(1, 10))
    def claim(self, run_id: str, worker: str, length_ms: int) -> None:
        now_ms = self.now_ms
        lease = self.both(
            lambda world: world.claim_run(run_id, owner=worker, now_ms=now_ms, expires_ms=now_ms + length_ms), worker
        )
        self.remember([lease])

    @rule(worker=workers, length_ms=st.integers(1, 10), limit=st.integers(0, 3), chosen=workflows)
    def claim_due(self, worker: str, length_ms: int, limit: int, chosen: list[str] | None) -> None:
        now_ms = self.now_ms
        leases = self.both(
            lambda world: world.claim_runs(
                owner=worker, now_ms=now_ms, expires_ms=now_ms + length_ms, limit=limit, workflows=chosen
            ),
            worker,
        )
        self.remember(leases)

    @rule(data=st.data(), worker=workers, count=st.integers(0, 2), created=st.integers(0, 2))
    def append(self, data: st.DataObject, worker: str, count: int, created: int) -> None:
        appends = [data.draw(self.an_append()) for _ in range(count if self.leases else 0)]
        creations = [data.draw(self.a_creation(data.draw(message_lists))) for _ in range(created)]
        written = self.both(lambda world: world.append(appends, creations), worker)
        if isinstance(written, Written):
            children = [child for append in appends if append.changes for child in append.changes.children]
            made = {creation.run.run_id: creation.lease() for creation in (*children, *creations)}
            self.remember([lease for run_id, lease in made.items() if run_id not in written.existing])

    def an_append(self) -> st.SearchStrategy[Append]:
        """Return appends by any lease that was ever given, mostly where the journal ends."""

        @st.composite
        def draw_append(draw: st.DrawFn) -> Append:
            lease = draw(st.sampled_from(self.leases[-4:] * 3 + self.leases))
            run = self.memory.find_run(lease.run_id)
            head = max(0, (0 if run is None else run.head) - draw(st.sampled_from((0, 0, 0, 0, 1))))
            ids = [message.message_id for message in self.memory.list_messages()]
            opened = draw(st.lists(st.tuples(wait_ids, moments), max_size=2))
            head_hash = None if run is None else run.head_hash
            return Append(
                run_id=lease.run_id,
                epoch=lease.epoch,
                head=head,
                rows=make_rows(lease.run_id, draw(st.integers(0, 3)), head=head, head_hash=head_hash),
                now_ms=self.now_ms,
                lease_expires_ms=self.now_ms + draw(st.integers(1, 12)),
                status=draw(statuses),
                opened=tuple(wait(name, due_ms, run_id=lease.run_id) for name, due_ms in opened),
                closed=tuple(draw(st.lists(wait_ids, max_size=2))),
                messages=draw(message_lists),
                consumed=tuple(draw(st.lists(st.sampled_from(ids), max_size=2))) if ids else (),
                freed=tuple(draw(st.lists(step_ids, max_size=2))),
                changes=draw(st.none() | self.some_changes(lease.run_id)),
                release=draw(st.booleans()),
            )

        return draw_append()

    def some_changes(self, run_id: str) -> st.SearchStrategy[Changes]:
        return st.builds(
            Changes,
            hooks_opened=st.lists(hook_ids, max_size=2, unique=True).map(
                lambda found: tuple(self.a_hook(run_id, name) for name in found)
            ),
            hooks_closed=st.lists(hook_ids, max_size=1).map(tuple),
            children=st.lists(self.a_creation(), max_size=1).map(tuple),
            chunks=chunks,
            streams_closed=closed_streams,
            attributes=st.dictionaries(names, st.none() | texts, max_size=2),
        )

    def a_hook(self, run_id: str, correlation_id: str) -> HookRecord:
        """Return a hook whose token runs fight for. A run gives each of its hooks one name, for good."""
        return HookRecord(f"token of {correlation_id}", run_id, correlation_id, "hook", self.now_ms)

    @rule(data=st.data(), worker=workers, key=st.none() | st.sampled_from(("k1", "k2")))
    def send_to_hook(self, data: st.DataObject, worker: str, key: str | None) -> None:
        hook = data.draw(st.sampled_from([*self.memory.list_hooks(), self.a_hook("a", "hook_1")]))
        message = NewMessage(hook.run_id, "hook", "payload", key=key, due_ms=self.now_ms)
        self.both(lambda world: world.send_to_hook(hook, message), worker)

    @rule(request=st.sampled_from(("q1", "q2")), answer=st.sampled_from(("1", "2")), worker=workers)
    def answer(self, request: str, answer: str, worker: str) -> None:
        self.both(lambda world: world.put_answer(request, f"{answer}{worker}", now_ms=self.now_ms), worker)

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), worker=workers, length_ms=st.integers(1, 10))
    def extend(self, data: st.DataObject, worker: str, length_ms: int) -> None:
        lease = data.draw(st.sampled_from(self.leases))
        self.both(lambda world: world.extend_lease(lease, expires_ms=self.now_ms + length_ms), worker)

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), worker=workers)
    def release(self, data: st.DataObject, worker: str) -> None:
        lease = data.draw(st.sampled_from(self.leases))
        self.both(lambda world: world.release_lease(lease), worker)

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), worker=workers, length_ms=st.integers(1, 10))
    def extend_many(self, data: st.DataObject, worker: str, length_ms: int) -> None:
        held = data.draw(st.lists(st.sampled_from(self.leases), max_size=3))
        self.both(lambda world: world.extend_leases(held, expires_ms=self.now_ms + length_ms), worker)

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), worker=workers)
    def give_back(self, data: st.DataObject, worker: str) -> None:
        lease = data.draw(st.sampled_from(self.leases[-4:]))
        self.both(lambda world: world.return_lease(lease, now_ms=self.now_ms), worker)

    @rule(gone=workers, worker=workers)
    def expire(self, gone: str, worker: str) -> None:
        """Somebody finds that a worker is dead."""
        self.both(lambda world: world.expire_leases(gone, now_ms=self.now_ms), worker)

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), worker=workers)
    def bury(self, data: st.DataObject, worker: str) -> None:
        lease = data.draw(st.sampled_from(self.leases[-4:]))
        self.both(lambda world: world.bury_run(lease, reason=f"by {worker}", now_ms=self.now_ms), worker)

    @rule(run_id=run_ids, worker=workers)
    def revive(self, run_id: str, worker: str) -> None:
        self.both(lambda world: world.revive_run(run_id, now_ms=self.now_ms), worker)

    @precondition(lambda self: self.leases)
    @rule(
        data=st.data(),
        worker=workers,
        key=st.sampled_from(("x", "y")),
        concurrency=st.none() | st.integers(0, 3),
        rate=rates,
        wanted=st.lists(step_ids, max_size=3),
    )
    def take_slots(
        self,
        data: st.DataObject,
        worker: str,
        key: str,
        concurrency: int | None,
        rate: Rate | None,
        wanted: list[str],
    ) -> None:
        leases = [data.draw(st.sampled_from(self.leases[-4:])) for _ in wanted]
        holders = tuple(SlotHolder(lease.run_id, lease.epoch, name) for lease, name in zip(leases, wanted, strict=True))
        request = SlotRequest(key, concurrency, rate, holders)
        self.both(lambda world: world.take_slots(request, now_ms=self.now_ms), worker)

    @rule(message=messages, worker=workers)
    def send(self, message: NewMessage, worker: str) -> None:
        self.both(lambda world: world.send(message), worker)

    # ---- schedules

    @rule(name=st.sampled_from(("s", "t")), worker=workers, next_ms=st.none() | moments)
    def put_schedule(self, name: str, worker: str, next_ms: int | None) -> None:
        made = ScheduleRecord(name, WORKFLOW, BUNDLE.hash, "{}", next_ms)
        self.both(lambda world: world.put_schedule(made, bundle=BUNDLE), worker)

    @rule(data=st.data(), name=st.sampled_from(("s", "t")), worker=workers, then_ms=st.none() | moments)
    def advance_schedule(self, data: st.DataObject, name: str, worker: str, then_ms: int | None) -> None:
        found = self.memory.find_schedule(name)
        expected_ms = found.next_ms if found is not None and found.next_ms is not None else data.draw(moments)
        creations = [data.draw(self.a_creation())] if data.draw(st.booleans()) else []
        written = self.both(
            lambda world: world.advance_schedule(
                name, expected_next_ms=expected_ms, next_ms=then_ms, creations=creations
            ),
            worker,
        )
        if isinstance(written, Written) and not written.existing:
            self.remember([creation.lease() for creation in creations])

    @rule(name=st.sampled_from(("s", "t")), worker=workers)
    def delete_schedule(self, name: str, worker: str) -> None:
        self.both(lambda world: world.delete_schedule(name), worker)

    # ---- upkeep

    @rule(data=st.data(), run_id=st.sampled_from(RUNS), worker=workers, status=statuses, key=dedup_keys)
    def import_run(
        self, data: st.DataObject, run_id: str, worker: str, status: RunStatus | None, key: str | None
    ) -> None:
        run, rows, waits = self.an_export(run_id, data.draw(st.integers(0, 2)), status or RunStatus.RUNNING, key)
        had = data.draw(st.none() | self.some_belongings(run_id))
        self.both(
            lambda world: world.import_run(run, rows, bundle=BUNDLE, waits=waits, belongings=had, now_ms=self.now_ms),
            worker,
        )

    def some_belongings(self, run_id: str) -> st.SearchStrategy[Belongings]:
        return st.builds(
            Belongings,
            hooks=hook_ids.map(lambda name: (self.a_hook(run_id, name),)),
            chunks=chunks,
            streams_closed=closed_streams,
            attributes=st.dictionaries(names, texts, max_size=2),
            messages=st.lists(messages, max_size=2).map(
                lambda found: tuple(replace(message, run_id=run_id) for message in found)
            ),
            keys=st.sampled_from(((), ("k1",))),
        )

    def an_export(self, run_id: str, count: int, status: RunStatus, key: str | None) -> Any:
        """Return what another world would export of a run."""
        other = MemoryWorld()
        rows = make_rows(run_id, count)
        other.create_run(new_run(run_id, created_ms=self.now_ms, dedup_key=key), rows, bundle=BUNDLE, owner="w9")
        other.append([Append(run_id, 1, count, (), self.now_ms, 0, status, (wait("wait_1", 9, run_id=run_id),))])
        record: RunRecord = other.get_run(run_id)
        return record, rows, other.list_waits()

    @rule(worker=workers, before_ms=moments, limit=st.integers(0, 2))
    def delete_runs(self, worker: str, before_ms: int, limit: int) -> None:
        self.both(lambda world: world.delete_runs(ended_before_ms=before_ms, limit=limit), worker)

    @rule(later_ms=st.integers(-3, 8))
    def pass_time(self, later_ms: int) -> None:
        """Time goes on, and now and then somebody sets the clock back."""
        self.now_ms = max(0, self.now_ms + later_ms)

    @rule(worker=workers)
    def reopen(self, worker: str) -> None:
        self.sqlite[worker].close()
        self.sqlite[worker] = self.open()

    def remember(self, leases: Any) -> None:
        self.leases += [lease for lease in leases if isinstance(lease, Lease)]

    # ---- what must be the same

    @invariant()
    def runs_are_the_same(self) -> None:
        self.both(lambda world: [world.find_run(run_id) for run_id in RUNS])
        self.both(lambda world: [list(world.read_journal(run_id)) for run_id in RUNS], "w2")
        self.both(lambda world: [world.list_leases(run_id) for run_id in RUNS])
        self.both(lambda world: (world.list_runs(), world.unfinished_runs(), world.list_buried()))
        self.both(lambda world: world.list_runs(status=RunStatus.PENDING, since_ms=self.now_ms - 3, limit=2))
        self.both(lambda world: (world.get_bundle(BUNDLE.hash), world.list_owners()))

    @invariant()
    def what_is_due_is_the_same(self) -> None:
        now_ms = self.now_ms
        self.both(lambda world: (world.list_waits(), world.list_messages(), world.list_messages("a", limit=1)))
        self.both(lambda world: [world.read_messages(worker, after=after) for worker in WORKERS for after in (0, 2)])
        self.both(lambda world: (world.due_runs(now_ms=now_ms, limit=2), world.next_due_ms()), "w2")
        self.both(lambda world: world.due_runs(now_ms=now_ms + 3, limit=9))
        for chosen in WORKFLOWS:
            self.both(lambda world, chosen=chosen: world.due_runs(now_ms=now_ms, limit=1, workflows=[chosen]))
            self.both(lambda world, chosen=chosen: world.next_due_ms(workflows=[chosen]))
        self.both(lambda world: (world.list_schedules(), world.next_schedule_ms(), world.due_schedules(now_ms=now_ms)))

    @invariant()
    def what_others_see_is_the_same(self) -> None:
        self.both(lambda world: (world.list_hooks(), world.list_hooks("a"), world.find_hook("token of hook_1")))
        self.both(lambda world: [world.get_belongings(run_id) for run_id in RUNS], "w2")
        self.both(lambda world: [world.list_streams(run_id) for run_id in RUNS])
        self.both(lambda world: [world.read_chunks(run_id, "log", start=1, limit=2) for run_id in RUNS])
        self.both(lambda world: [world.get_attributes(run_id) for run_id in RUNS], "w2")
        self.both(lambda world: (world.find_runs({"kind": '"x"'}), world.find_runs({"kind": "1", "day": "1"}, limit=1)))
        self.both(lambda world: [world.find_answer(request) for request in ("q1", "q2")])

    @invariant()
    def both_are_whole(self) -> None:
        self.both(lambda world: (world.health().runs, world.health().queue))
        self.both(lambda world: world.health(now_ms=self.now_ms).findings)
        assert self.sqlite["w2"].health().findings == ()


def _answer(ask: Callable[[World], Any], world: World) -> Any:
    try:
        return ask(world)
    except VMError as error:
        return type(error), str(error).replace(world.location, "the world")


TestWorldsAgree = WorldsAgree.TestCase
TestWorldsAgree.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
