"""Where the examples stood at each event: as it was seen live, and alike in every place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import trio

from tools.determinism.pythons import THIS, VERSIONS, find_python, how_to_get, python_path
from vm import open_vm
from vm.core.events import Event
from vm.face.wiring import open_world
from vm.host.clock import VirtualClock
from vm.host.programs import ProgramCache
from vm.host.warm import WarmRun
from vm.inspect.moment import Moment, look, look_at, look_through

EXAMPLES = Path(__file__).resolve().parents[2] / "vm" / "examples"
ARGUMENTS: dict[str, dict[str, Any]] = {
    "batch": {"documents": 30},
    "fulfilment": {"patience": "1h"},
    "moderation": {"answers_after": 3},
    "report_forever": {"days": 2},
    "saga": {"sold_out": "car"},
    "signup_graph": {"input_data": {"name": "Ada"}},
    "trip_graph": {"input_data": {"to": "Oslo"}},
}
NAMES = sorted({path.stem for path in EXAMPLES.glob("*.py")} - {"__init__", "flaky_server"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("worlds")


@pytest.fixture(scope="module")
def live(folder: Path) -> dict[str, dict[int, Moment]]:
    """Every run of every example, driven on one world; and what was seen of its body at each event."""
    seen: dict[str, dict[int, Moment]] = {}
    feed = WarmRun.feed

    def feed_and_look(run: WarmRun, event: Event, notes: str | None = None) -> None:
        position = run._journal.position + 1
        feed(run, event, notes)
        moment = look(run.replay, run.program, position, event)  # type: ignore[arg-type]
        seen.setdefault(run.run_id, {})[position] = moment

    async def drive() -> None:
        async with open_vm(f"sqlite:{folder / 'world.db'}", clock=VirtualClock()) as vm:
            for name in NAMES:
                run = await vm.start_with(EXAMPLES / f"{name}.py", (), ARGUMENTS.get(name, {}), run_id=name)
                await run.wait()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WarmRun, "feed", feed_and_look)
        trio.run(drive)
    return seen


def test_every_example_was_driven(live: dict[str, dict[int, Moment]]) -> None:
    assert set(NAMES) <= set(live)
    assert sum(len(moments) for moments in live.values()) > 200


@pytest.mark.parametrize("name", NAMES)
def test_replay_at_each_event_shows_what_was_seen_live(
    name: str, live: dict[str, dict[int, Moment]], folder: Path
) -> None:
    world = open_world(f"sqlite:{folder / 'world.db'}", create=False, readonly=True)
    record = world.get_run(name)
    program = ProgramCache(world).load(record.bundle, record.workflow)
    moments = list(look_through(program, name, world.read_journal(name)))
    last: Moment | None = None
    for moment in moments:
        last = live[name].get(moment.position, last)
        if last is not None:
            assert (moment.tasks, moment.pending, moment.at_ms) == (last.tasks, last.pending, last.at_ms)
            assert (moment.randomness, moment.status) == (last.randomness, last.status)
    for position in (2, len(moments) // 2, len(moments)):
        assert look_at(program, name, world.read_journal(name), position) == moments[position - 1]
    world.close()


CHILD = """
import hashlib, json, sys
from vm.face.cli.moments import moment_document
from vm.face.cli.proofs import load_own
from vm.face.wiring import open_world
from vm.inspect.moment import SECRETS, look_through

world = open_world(json.load(sys.stdin), create=False, readonly=True)
found = {}
for record in world.list_runs():
    moments = look_through(load_own(world, record), record.run_id, world.read_journal(record.run_id), secrets=SECRETS)
    texts = [json.dumps(moment_document(moment, has_locals=True)) for moment in moments]
    found[record.run_id] = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
print(json.dumps(found))
"""


def look_elsewhere(folder: Path, version: str, hash_seed: str) -> dict[str, list[str]]:
    """Return hashes of what `replay --at N --locals --json` says of each event, in a process of its own."""
    python = find_python(version)
    if python is None or not python.has_host:
        pytest.skip(how_to_get(version))
    (folder / "look_elsewhere.py").write_text(CHILD)
    arguments = ["look_elsewhere"]
    path = f"{folder}:{python_path()}"
    text = python.run(
        [], arguments, json.dumps(f"sqlite:{folder / 'world.db'}"), PYTHONHASHSEED=hash_seed, PYTHONPATH=path
    )
    found: dict[str, list[str]] = json.loads(text)
    return found


@pytest.fixture(scope="module")
def here(live: dict[str, dict[int, Moment]], folder: Path) -> dict[str, list[str]]:
    return look_elsewhere(folder, THIS.version, "0")


def test_documents_of_all_moments_are_the_same_under_another_hash_seed(
    here: dict[str, list[str]], folder: Path
) -> None:
    assert look_elsewhere(folder, THIS.version, "4242") == here
    assert set(NAMES) <= set(here)


@pytest.mark.parametrize("version", [version for version in VERSIONS if version != THIS.version])
def test_documents_of_all_moments_are_the_same_under_another_python(
    version: str, here: dict[str, list[str]], folder: Path
) -> None:
    assert look_elsewhere(folder, version, "1") == here
