"""`export`, `import` and `replay --journal`: a run in one file, proved before anything is stored."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import CommandLine
from tests.examples.test_anywhere import OTHERS, run_vm
from tools.determinism.pythons import find_python, how_to_get
from vm.errors import BadInput, ExportDamaged
from vm.face.exports import load_export
from world.changes import Changes, HookRecord, NewChunk
from world.records import Append, NewMessage
from world.sqlite import SqliteWorld

VIRTUAL = ("--virtual-time", "2000-01-01")
ELSEWHERE = ("--world", "sqlite:elsewhere.db")


@pytest.fixture
def exported(order: CommandLine) -> CommandLine:
    """A run with a retry, a log line and a long sleep, and its file `r1.vmrun`."""
    order("run", "order.py", "--args", '["42"]', "--run-id", "r1", *VIRTUAL)
    assert order("export", "r1").code == 0
    return order


@pytest.fixture
def open_run(cli: CommandLine) -> CommandLine:
    """A run that sleeps for an hour, parked, and its file `r1.vmrun`."""
    cli.write(
        "flow.py",
        """
        import os, signal
        from vm import gather

        async def flow() -> str:
            "use workflow"
            await gather(sleep("1h"), interrupt())
            return "done"

        def interrupt() -> None:
            "use step"
            if os.environ.get("VM_TEST_INTERRUPT"):
                os.kill(os.getpid(), signal.SIGINT)
        """,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VM_TEST_INTERRUPT", "1")
        assert cli("run", "flow.py", "--run-id", "r1").code == 130
    assert cli("export", "r1").code == 0
    return cli


def lines_of(file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(file).read_text().splitlines()]


def forge(file: str, change: Callable[[list[dict[str, Any]]], object]) -> None:
    """Change a file's lines and give it a last line that agrees: only what else is proved can refuse it."""
    *documents, _ = lines_of(file)
    change(documents)
    text = "".join(json.dumps(document, separators=(",", ":")) + "\n" for document in documents)
    digest = {"sha256": sha256(text.encode()).hexdigest()}
    Path(file).write_text(text + json.dumps(digest, separators=(",", ":")) + "\n")


def journal_of(url: str) -> list[tuple[Any, ...]]:
    world = SqliteWorld(Path(url), readonly=True)
    try:
        return [tuple(row) for row in world.read_journal("r1")]
    finally:
        world.close()


def test_import_stores_the_run_as_it_was(exported: CommandLine) -> None:
    done = exported("import", "r1.vmrun", *ELSEWHERE)
    assert (done.code, done.out) == (0, "imported run r1: completed, 14 events, replayed\n")
    shown = exported("inspect", "run", "r1", "--json", *ELSEWHERE).document
    assert shown == exported("inspect", "run", "r1", "--json").document
    assert journal_of("elsewhere.db") == journal_of(".vm/world.db")
    assert any(row[5] is not None for row in journal_of("elsewhere.db")), "notes travel with it"
    assert exported("replay", "r1", *ELSEWHERE).code == 0


def test_import_twice_changes_nothing(exported: CommandLine) -> None:
    exported("import", "r1.vmrun", *ELSEWHERE)
    before = exported("inspect", "run", "r1", "--json", *ELSEWHERE).document
    done = exported("import", "r1.vmrun", *ELSEWHERE)
    assert (done.code, done.out) == (0, "run r1 is here already, as it is: nothing to do\n")
    assert exported("inspect", "run", "r1", "--json", *ELSEWHERE).document == before
    assert exported("import", "r1.vmrun", "--json").document["imported"] is False


def test_export_writes_the_same_bytes_wherever_the_run_is(exported: CommandLine) -> None:
    exported("import", "r1.vmrun", *ELSEWHERE)
    assert exported("export", "r1", "-o", "again.vmrun", *ELSEWHERE).code == 0
    assert Path("again.vmrun").read_bytes() == Path("r1.vmrun").read_bytes()


def test_import_brings_streams_attributes_hooks_and_messages(cli: CommandLine) -> None:
    cli.write(
        "flow.py",
        """
        from vm import create_hook, get_writable, set_attributes

        async def flow() -> str:
            "use workflow"
            set_attributes(kind="report")
            await write()
            return await create_hook("a-token")

        async def write() -> None:
            "use step"
            out = get_writable()
            await out.write({"row": 1})
            await out.close()
        """,
    )
    cli("start", "flow.py", "--run-id", "r1")
    with closing(SqliteWorld(Path(".vm/world.db"))) as world:
        lease = world.claim_run("r1", owner="w", now_ms=0, expires_ms=1)
        hook = HookRecord("a-token", "r1", "hook_1", "hook", 7)
        changes = Changes(hooks_opened=(hook,), chunks=(NewChunk("", "bytes", b"\xff{}"),), attributes={"a": "1"})
        append = Append("r1", lease.epoch, 1, (), now_ms=0, lease_expires_ms=1, changes=changes, release=True)
        assert world.append([append]).fenced == ()
        assert world.send(NewMessage("r1", "hook", "payload", key="k", due_ms=9))
        had = world.get_belongings("r1")
    assert cli("export", "r1").code == 0
    assert cli("import", "r1.vmrun", *ELSEWHERE).code == 0
    with closing(SqliteWorld(Path("elsewhere.db"))) as world:
        assert world.get_belongings("r1") == had
        assert all((had.hooks, had.chunks, had.attributes, had.messages, had.keys))
    first = Path("r1.vmrun").read_bytes()
    assert cli("export", "r1", "-o", "again.vmrun", *ELSEWHERE).code == 0
    assert Path("again.vmrun").read_bytes() == first


def test_every_changed_byte_of_a_file_is_found(exported: CommandLine) -> None:
    data = Path("r1.vmrun").read_bytes()
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(ExportDamaged):
            load_export(changed, "r1.vmrun")


def test_every_cut_of_a_file_is_refused(exported: CommandLine) -> None:
    data = Path("r1.vmrun").read_bytes()
    for size in range(len(data)):
        with pytest.raises((ExportDamaged, BadInput)):
            load_export(data[:size], "r1.vmrun")


def test_import_refuses_a_changed_byte_and_stores_nothing(exported: CommandLine) -> None:
    text = Path("r1.vmrun").read_text()
    Path("r1.vmrun").write_text(text.replace("paid", "free", 1))
    done = exported("import", "r1.vmrun", *ELSEWHERE)
    assert done.code == 4
    assert "r1.vmrun is damaged" in done.err
    assert "explain export-damaged" in done.err
    assert not Path("elsewhere.db").exists()
    assert exported("replay", "--journal", "r1.vmrun").code == 4


def _change_event(documents: list[dict[str, Any]]) -> None:
    documents[5]["body"] = documents[5]["body"].replace("charge_card", "reserve")


def _change_source(documents: list[dict[str, Any]]) -> None:
    documents[1]["bundle"] = documents[1]["bundle"].replace("30d", "31d")


def _drop_the_end(documents: list[dict[str, Any]]) -> None:
    documents[0]["events"] -= 1
    documents.pop()


def _say(name: str, value: Any) -> Callable[[list[dict[str, Any]]], None]:
    def change(documents: list[dict[str, Any]]) -> None:
        documents[0]["run"][name] = value

    return change


def _append(line: dict[str, Any]) -> Callable[[list[dict[str, Any]]], None]:
    def change(documents: list[dict[str, Any]]) -> None:
        documents[0]["more"] += 1
        documents.append(line)

    return change


@pytest.mark.parametrize(
    "change",
    [
        _change_event,
        _change_source,
        _drop_the_end,
        _say("status", "failed"),
        _say("status", "fine"),
        _say("ended_ms", None),
        _say("run_id", "r2"),
        _say("workflow", "workflow//order.py//other"),
        _say("bundle", "0" * 64),
        _say("head_hash", "nonsense"),
        _say("created_ms", "yesterday"),
        lambda documents: documents[0].update(events="many"),
        lambda documents: documents[0].update(waits=1),
        lambda documents: documents[0].update(more=1),
        _append({"more": "nothing"}),
        _append({"more": "key", "key": 7}),
        _append({"key": "k"}),
        lambda documents: documents[2].pop("notes"),
        lambda documents: documents[2].update(body="\ud800"),
        lambda documents: documents[3].update(hash="0g"),
        lambda documents: documents.insert(3, documents[3]),
    ],
)
def test_import_refuses_a_forged_file(exported: CommandLine, change: Callable[[list[dict[str, Any]]], object]) -> None:
    forge("r1.vmrun", change)
    done = exported("import", "r1.vmrun", *ELSEWHERE)
    assert (done.code, "r1.vmrun is damaged" in done.err) == (4, True)
    assert not Path("elsewhere.db").exists()


def test_import_refuses_a_journal_that_its_source_does_not_write(exported: CommandLine) -> None:
    def change(documents: list[dict[str, Any]]) -> None:
        """Make up a whole run: another source under its own hash, and a chain that holds."""
        _change_source(documents)
        bundle = sha256(documents[1]["bundle"].encode()).hexdigest()
        head = sha256(b"r1").digest()
        for document in documents[2:]:
            document["body"] = document["body"].replace(documents[0]["run"]["bundle"], bundle)
            head = sha256(head + document["body"].encode()).digest()
            document["hash"] = head.hex()
        documents[0]["run"].update(bundle=bundle, head_hash=head.hex())

    forge("r1.vmrun", change)
    done = exported("import", "r1.vmrun", *ELSEWHERE)
    assert (done.code, "replay diverged at event" in done.err) == (4, True)
    assert not Path("elsewhere.db").exists()


def test_import_refuses_a_run_whose_id_another_one_has(exported: CommandLine) -> None:
    exported("run", "order.py", "--args", '["43"]', "--run-id", "r1", *VIRTUAL, *ELSEWHERE)
    done = exported("import", "r1.vmrun", *ELSEWHERE)
    assert (done.code, "this world has run r1 with another journal" in done.err) == (2, True)
    assert "import it into another world" in done.err


@pytest.mark.parametrize("text", ["", "\n", "{}\n", "hello\nworld\n", '{"export":1}\n'])
def test_import_of_something_else_says_so(cli: CommandLine, text: str) -> None:
    Path("notes.txt").write_text(text)
    done = cli("import", "notes.txt")
    assert (done.code, "notes.txt is not an exported run" in done.err) == (2, True)


def test_import_of_a_newer_form_says_to_upgrade(exported: CommandLine) -> None:
    forge("r1.vmrun", lambda documents: documents[0].update(export=2))
    done = exported("import", "r1.vmrun", *ELSEWHERE)
    assert (done.code, "upgrade workflow-vm" in done.err) == (2, True)


def test_import_of_no_file_says_so(cli: CommandLine) -> None:
    done = cli("import", "r1.vmrun")
    assert (done.code, "r1.vmrun cannot be read: No such file" in done.err) == (2, True)


def test_imported_run_that_is_not_over_goes_on_once_it_is_revived(open_run: CommandLine) -> None:
    done = open_run("import", "r1.vmrun", *ELSEWHERE)
    assert "queue revive r1" in done.out
    assert (
        open_run("inspect", "waits", "--json", *ELSEWHERE).document == open_run("inspect", "waits", "--json").document
    )
    (buried,) = open_run("queue", "dead", "--json", *ELSEWHERE).document["buried"]
    assert (buried["run_id"], buried["reason"]) == ("r1", "it came from another world")
    assert open_run("queue", "revive", "r1", *ELSEWHERE).code == 0
    resumed = open_run("resume", "r1", "--virtual-time", "2999-01-01", "--json", *ELSEWHERE)
    assert (resumed.code, resumed.document["output"]) == (0, "done")


def test_replay_of_a_file_needs_no_world(exported: CommandLine) -> None:
    for file in (".vm/world.db", ".vm/world.db-wal", ".vm/world.db-shm"):
        Path(file).unlink(missing_ok=True)
    Path("order.py").unlink()
    done = exported("replay", "--journal", "r1.vmrun")
    assert (done.code, "identical: all 14 events of run r1" in done.out) == (0, True)
    assert not Path(".vm/world.db").exists()
    assert "the body waits for all of step_1, step_2" in exported("replay", "--journal", "r1.vmrun", "--at", "5").out


def test_replay_of_a_file_against_newer_code_names_the_difference(exported: CommandLine) -> None:
    text = Path("order.py").read_text()
    exported.write("newer.py", text.replace("order_id, amount), r", "order_id, amount + 1), r"))
    done = exported("replay", "--journal", "r1.vmrun", "--against", "newer.py")
    assert (done.code, "replay diverged at event 4" in done.err) == (4, True)


def test_replay_wants_a_run_or_a_file(exported: CommandLine) -> None:
    assert "RUN is missing" in exported("replay").err
    done = exported("replay", "r1", "--journal", "r1.vmrun")
    assert (done.code, "leave RUN and --world out" in done.err) == (2, True)


def test_export_to_stdout_is_what_import_reads_from_stdin(
    exported: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = exported("export", "r1", "-o", "-").out
    assert text.encode() == Path("r1.vmrun").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert exported("import", "-", *ELSEWHERE).code == 0


def test_export_answers_in_json(exported: CommandLine) -> None:
    document = exported("export", "r1", "-o", "again.vmrun", "--json").document
    size = Path("again.vmrun").stat().st_size
    assert document == {"run_id": "r1", "file": "again.vmrun", "size_bytes": size}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("r1",), "r1.vmrun is there already"),
        (("r1", "-o", "nowhere/r1.vmrun"), "cannot be written: No such file"),
        (("r2",), "there is no run r2"),
        (("r1", "-o", "-", "--json"), "give -o FILE"),
    ],
)
def test_export_refuses_what_cannot_be(exported: CommandLine, words: tuple[str, ...], told: str) -> None:
    done = exported("export", *words)
    assert (done.code, told in done.err) == (2, True)
    assert [file.name for file in Path().glob("*.partial")] == []


@pytest.mark.parametrize(
    "statement",
    [
        "update journal set body = replace(body, '\"42\"', '\"43\"') where position = 4",
        "delete from journal where position = 6",
        "delete from journal where position >= 13",
        "update runs set head_hash = x'00'",
    ],
)
def test_export_of_a_damaged_journal_is_refused(exported: CommandLine, statement: str) -> None:
    with sqlite3.connect(".vm/world.db") as database:
        database.execute(statement)
    database.close()
    done = exported("export", "r1", "-o", "again.vmrun")
    assert (done.code, "of run r1 is damaged" in done.err) == (4, True)
    assert not Path("again.vmrun").exists()


@pytest.mark.parametrize("version", OTHERS)
def test_exported_run_replays_on_another_python(exported: CommandLine, version: str, tmp_path: Path) -> None:
    python = find_python(version)
    if python is None:
        pytest.skip(how_to_get(version))
    document = run_vm(["replay", "--journal", "r1.vmrun"], cwd=tmp_path, python=python.command[0])
    assert (document["identical"], document["run_id"]) == (True, "r1")
    imported = run_vm(["import", "r1.vmrun", "--world", "sqlite:there.db"], cwd=tmp_path, python=python.command[0])
    assert imported["imported"] is True
