"""The commands that say something to a run, and the views of what a run says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import CommandLine

TALK = """
    from vm import RunCancelled, create_hook, define_hook, get_writable, set_attributes, sleep, start

    Count = define_hook(int)

    async def ask(token="t"):
        "use workflow"
        return await Count.create(token, metadata={"for": "ada"})

    async def nap():
        "use workflow"
        try:
            await sleep("30d")
        except RunCancelled:
            await tidy()
            raise
        return "awake"

    async def family():
        "use workflow"
        return await start(leaf, 3).result()

    async def leaf(number):
        "use workflow"
        return await report(number)

    async def report(number):
        "use step"
        for value in range(number):
            await get_writable().write({"n": value})
        await get_writable("log").write("line")
        await get_writable("log").write(b"\\x00")
        return number

    async def tidy():
        "use step"
"""


@pytest.fixture
def talk(cli: CommandLine) -> CommandLine:
    cli.write("talk.py", TALK)
    return cli


def parked(talk: CommandLine, workflow: str, run_id: str = "r") -> None:
    """Have a run go on until it waits, and leave it there."""
    import trio

    from vm import open_vm

    async def main() -> None:
        async with open_vm() as vm:
            await vm.start_with("talk.py", workflow=workflow, run_id=run_id)
            with trio.fail_after(20):
                while not (vm.world.list_hooks(run_id) or vm.world.list_waits(run_id)):
                    await trio.lowlevel.checkpoint()

    trio.run(main)


def test_hook_sends_a_payload_which_the_run_finds_when_it_is_resumed(talk: CommandLine) -> None:
    parked(talk, "ask")
    (hook,) = talk("inspect", "hooks", "--json").document["hooks"]
    assert (hook["token"], hook["schema"], hook["metadata"]) == ("t", "builtins//int", {"for": "ada"})
    assert talk("hook", "t", "7", "--key", "k", "--json").document == {"run_id": "r", "new": True}
    assert "before" in talk("hook", "t", "7", "--key", "k").out
    assert talk("resume", "r", "--json").document["output"] == 7
    assert "no hooks" in talk("inspect", "hooks").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("hook", "nobody", "1"), "no run waits for a payload"),
        (("hook", "t", "yes"), "is not JSON"),
        (("hook", "t", "NaN"), "is not JSON"),
        (("hook", "t", '"much"'), "does not fit"),
        (("cancel", "nobody"), "no run nobody"),
        (("cancel", "r", "--grace", "soon"), "soon"),
        (("wake", "nobody"), "no run nobody"),
        (("rerun", "nobody"), "no run nobody"),
        (("inspect", "runs", "--follow"), "are for stream"),
    ],
)
def test_what_cannot_be_said_is_told(talk: CommandLine, words: tuple[str, ...], told: str) -> None:
    parked(talk, "ask")
    done = talk(*words)
    assert (done.code, told in done.err) == (2, True), done.err


def test_cancel_is_heard_when_the_run_is_resumed_and_ends_with_its_own_exit_code(talk: CommandLine) -> None:
    parked(talk, "nap")
    assert "asked to end" in talk("cancel", "r", "--reason", "enough").out
    done = talk("resume", "r", "--json")
    assert (done.code, done.document["status"]) == (3, "cancelled")
    assert "nothing changes" in talk("cancel", "r").out
    assert "enough" in talk("inspect", "events", "r").out


def test_terminate_ends_a_run_that_nobody_drives(talk: CommandLine) -> None:
    parked(talk, "nap")
    talk("terminate", "r")
    assert talk("resume", "r").code == 3
    assert "step_created" not in talk("inspect", "events", "r").out


def test_wake_ends_the_sleep(talk: CommandLine) -> None:
    parked(talk, "nap")
    assert talk("wake", "r", "--json").document == {"run_id": "r", "sent": True}
    assert talk("resume", "r", "--json").document["output"] == "awake"


def test_rerun_makes_a_new_run_of_the_same_input(talk: CommandLine) -> None:
    talk("run", "talk.py", "--workflow", "leaf", "--args", "[2]", "--run-id", "r")
    document = talk("rerun", "r", "--run-id", "again", "--json").document
    assert (document["run_id"], document["output"]) == ("again", 2)


def test_children_and_streams_are_shown(talk: CommandLine) -> None:
    talk("run", "talk.py", "--workflow", "family", "--run-id", "r")
    (child,) = talk("inspect", "children", "r", "--json").document["children"]
    assert (child["run_id"], child["status"], child["result"]) == ("r.1", "completed", 3)
    assert "leaf(3)" in talk("inspect", "children", "r").out
    streams = talk("inspect", "streams", "r.1", "--json").document["streams"]
    assert streams == [
        {"namespace": "", "chunks": 3, "closed": True},
        {"namespace": "log", "chunks": 2, "closed": True},
    ]
    assert "(nameless)" in talk("inspect", "streams", "r.1").out


def chunks_of(found: Any) -> list[Any]:
    return [chunk["value"] for chunk in found["chunks"]]


def test_stream_is_read_from_anywhere(talk: CommandLine) -> None:
    talk("run", "talk.py", "--workflow", "leaf", "--args", "[5]", "--run-id", "r")
    assert talk("inspect", "stream", "r", "--start", "3", "--follow").out == '{"n": 3}\n{"n": 4}\n'
    assert chunks_of(talk("inspect", "stream", "r", "--start", "-2", "--json").document) == [{"n": 3}, {"n": 4}]
    assert chunks_of(talk("inspect", "stream", "r", "--limit", "1", "--json").document) == [{"n": 0}]
    assert talk("inspect", "stream", "r", "--namespace", "log").out == 'line\n"AA=="\n'


UPGRADE = """
    from vm import create_hook

    async def main():
        "use workflow"
        first = await count(1)
        await create_hook("go")
        return [first, await count(2)]

    def count(number):
        "use step"
        return number
"""


def test_upgrade_moves_a_waiting_run_to_a_newer_file_of_another_name(cli: CommandLine) -> None:
    cli.write("talk.py", UPGRADE)
    parked(cli, "main")
    cli.write("newer.py", UPGRADE.replace("[first,", "['newer', first,").replace("return number", "return number * 10"))
    assert "can be moved" in cli("upgrade", "r", "--to", "newer.py", "--dry-run").out
    assert cli("replay", "r", "--against", "newer.py").code == 0
    assert len(cli("inspect", "events", "r", "--json").document["events"]) == 6
    moved = cli("upgrade", "r", "--to", "newer.py", "--json").document
    assert (moved["moved"], moved["events"]) == (True, 7)
    assert moved["from"] != moved["to"]
    assert "already" in cli("upgrade", "r", "--to", "newer.py").out
    assert "bundle" in cli("inspect", "run", "r").out
    cli("hook", "go", "null")
    assert cli("resume", "r", "--json").document["output"] == ["newer", 1, 20]
    assert cli("replay", "r", "--json").document["identical"]
    assert cli("replay", "r", "--at", "3").code == 0
    done = cli("upgrade", "r", "--to", "newer.py")
    assert (done.code, "rerun" in done.err) == (2, True)


def test_upgrade_is_refused_with_the_divergence_and_the_readers_file_named(cli: CommandLine) -> None:
    cli.write("talk.py", UPGRADE)
    parked(cli, "main")
    cli.write("newer.py", UPGRADE.replace("count(1)", "count(3)"))
    refused = cli("upgrade", "r", "--to", "newer.py")
    assert refused.code == 4
    assert "the journal holds step count(1), the body asked for step count(3)" in refused.err
    assert "newer.py:5 in main" in refused.err
    assert cli("upgrade", "r", "--to", "newer.py", "--json").document["error"]["slug"] == "replay-diverged"
    assert cli("upgrade", "r", "--to", "nowhere.py").code == 2
    assert cli("upgrade", "nobody", "--to", "newer.py").code == 2


def test_queue_shows_the_beginning_of_a_long_payload(cli: CommandLine) -> None:
    cli.write("talk.py", UPGRADE)
    parked(cli, "main")
    cli("hook", "go", '"%s"' % ("x" * 5000))
    assert len(cli("queue", "list", "--json").out) > 5000
    assert len(cli("queue", "list").out) < 2000
