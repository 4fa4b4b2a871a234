"""The SQLite world and the memory world answer alike, whatever two workers do to them."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from vm.core.lifecycle import RunStatus
from vm.errors import VMError
from world.contract.making import BUNDLE, make_rows, new_run, wait
from world.interface import World
from world.memory import MemoryWorld
from world.records import Append, Lease, NewMessage
from world.sqlite import SqliteWorld

RUNS = ("a", "b", "c")
run_ids = st.sampled_from((*RUNS, "nobody"))
owners = st.sampled_from(("w1", "w2"))
moments = st.integers(0, 30)
wait_ids = st.sampled_from(("wait_1", "wait_2", "step_3"))
messages = st.builds(
    NewMessage,
    run_id=st.one_of(st.sampled_from(RUNS), run_ids),
    kind=st.just("hook"),
    payload=st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
    key=st.none() | st.sampled_from(("k1", "k2")),
    due_ms=moments,
    priority=st.integers(-1, 2),
)
message_lists = st.lists(messages, max_size=2).map(tuple)
statuses = st.sampled_from((None, None, None, *RunStatus))


class WorldsAgree(RuleBasedStateMachine):
    """Each rule does the same to both worlds; both must answer the same, errors and ids included."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "world.db"
        self.sqlite = self.open()
        self.memory = MemoryWorld()
        self.leases: list[Lease] = []
        self.now_ms = 0

    def open(self) -> SqliteWorld:
        return SqliteWorld(self.path, synchronous="OFF")

    def teardown(self) -> None:
        self.sqlite.close()
        self.folder.cleanup()

    def both(self, ask: Callable[[World], Any]) -> Any:
        answers = [_answer(ask, world) for world in (self.sqlite, self.memory)]
        assert answers[0] == answers[1]
        return answers[0]

    @rule(run_id=st.sampled_from(RUNS), owner=st.none() | owners, count=st.integers(0, 2), sent=message_lists)
    def create(self, run_id: str, owner: str | None, count: int, sent: tuple[NewMessage, ...]) -> None:
        run, rows = new_run(run_id, created_ms=self.now_ms), make_rows(run_id, count)
        expires_ms = self.now_ms + 5
        lease = self.both(
            lambda world: world.create_run(
                run, rows, bundle=BUNDLE, messages=sent, owner=owner, lease_expires_ms=expires_ms
            )
        )
        self.remember(lease)

    @rule(run_id=run_ids, owner=owners, length_ms=st.integers(1, 10))
    def claim(self, run_id: str, owner: str, length_ms: int) -> None:
        now_ms = self.now_ms
        lease = self.both(
            lambda world: world.claim_run(run_id, owner=owner, now_ms=now_ms, expires_ms=now_ms + length_ms)
        )
        self.remember(lease)

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), count=st.integers(1, 2))
    def append(self, data: st.DataObject, count: int) -> None:
        appends = [data.draw(self.an_append()) for _ in range(count)]
        self.both(lambda world: world.append(appends))

    def an_append(self) -> st.SearchStrategy[Append]:
        """Return appends by any lease that was ever given, mostly where the journal ends."""

        @st.composite
        def draw_append(draw: st.DrawFn) -> Append:
            lease = draw(st.sampled_from(self.leases[-4:] * 3 + self.leases))
            run = self.memory.get_run(lease.run_id)
            head = max(0, run.head - draw(st.sampled_from((0, 0, 0, 0, 1))))
            ids = [message.message_id for message in self.memory.list_messages()]
            opened = draw(st.lists(st.tuples(wait_ids, moments), max_size=2))
            return Append(
                run_id=lease.run_id,
                epoch=lease.epoch,
                head=head,
                rows=make_rows(lease.run_id, draw(st.integers(0, 3)), head=head, head_hash=run.head_hash),
                now_ms=self.now_ms,
                lease_expires_ms=self.now_ms + 5,
                status=draw(statuses),
                opened=tuple(wait(name, due_ms, run_id=lease.run_id) for name, due_ms in opened),
                closed=tuple(draw(st.lists(wait_ids, max_size=2))),
                messages=draw(message_lists),
                consumed=tuple(draw(st.lists(st.sampled_from(ids), max_size=2))) if ids else (),
                release=draw(st.booleans()),
            )

        return draw_append()

    @precondition(lambda self: self.leases)
    @rule(data=st.data(), length_ms=st.integers(1, 10))
    def extend(self, data: st.DataObject, length_ms: int) -> None:
        lease = data.draw(st.sampled_from(self.leases))
        self.both(lambda world: world.extend_lease(lease, expires_ms=self.now_ms + length_ms))

    @precondition(lambda self: self.leases)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        lease = data.draw(st.sampled_from(self.leases))
        self.both(lambda world: world.release_lease(lease))

    @rule(message=messages)
    def send(self, message: NewMessage) -> None:
        self.both(lambda world: world.send(message))

    @rule(later_ms=st.integers(1, 8))
    def pass_time(self, later_ms: int) -> None:
        self.now_ms += later_ms

    @rule()
    def reopen(self) -> None:
        self.sqlite.close()
        self.sqlite = self.open()

    def remember(self, lease: Any) -> None:
        if isinstance(lease, Lease):
            self.leases.append(lease)

    @invariant()
    def answers_are_the_same(self) -> None:
        now_ms = self.now_ms
        self.both(lambda world: [world.find_run(run_id) for run_id in RUNS])
        self.both(lambda world: [list(world.read_journal(run_id)) for run_id in RUNS])
        self.both(lambda world: [world.list_leases(run_id) for run_id in RUNS])
        self.both(lambda world: (world.list_runs(), world.unfinished_runs()))
        self.both(lambda world: world.list_runs(status=RunStatus.PENDING, since_ms=now_ms - 3, limit=2))
        self.both(lambda world: (world.list_waits(), world.list_messages(), world.list_messages("a", limit=1)))
        self.both(lambda world: (world.due_runs(now_ms=now_ms, limit=2), world.next_due_ms()))
        self.both(lambda world: world.due_runs(now_ms=now_ms + 3, limit=9))
        self.both(lambda world: world.health().runs)
        assert self.sqlite.health().findings == ()


def _answer(ask: Callable[[World], Any], world: World) -> Any:
    try:
        return ask(world)
    except VMError as error:
        return type(error), str(error)


TestWorldsAgree = WorldsAgree.TestCase
TestWorldsAgree.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
