"""`run`, `start` and `resume`: a run driven to its end, and what is said of it."""

from __future__ import annotations

import json
import signal

import pytest

from tests.cli.conftest import CommandLine

VIRTUAL = ("--virtual-time", "2000-01-01T00:00:00Z")


def run_order(cli: CommandLine, *more: str, run_id: str = "r1") -> tuple[str, ...]:
    return ("run", "order.py", "--args", '["42"]', "--run-id", run_id, *VIRTUAL, *more)


def test_run_tells_every_step_and_ends_with_the_result(order: CommandLine) -> None:
    done = order(*run_order(order))
    assert done.code == 0
    assert "run r1  process_order (order.py)" in done.out
    assert "| processing 42" in done.out
    assert 'charge_card("42", 5)  started' in done.out
    assert "charge_card  attempt 1 failed: RetryableError: busy" in done.out
    assert "next attempt in 300ms, at 2000-01-01T00:00:00.300Z" in done.out
    assert "charge_card  done at attempt 2 in 300ms" in done.out
    assert "sleeps 30d  until 2000-01-31T00:00:00.300Z" in done.out
    assert 'result:  {"order": "42", "charge": "paid"}' in done.out
    assert "look:    python -m vm inspect run r1" in done.out
    assert done.err == ""


def test_run_json_prints_one_document_and_everything_else_on_stderr(order: CommandLine) -> None:
    done = order(*run_order(order, "--json"))
    assert done.code == 0
    assert list(done.document) == ["run_id", "workflow", "status", "output", "error", "events", "journal_hash"]
    assert done.document["run_id"] == "r1"
    assert done.document["workflow"] == "workflow//order.py//process_order"
    assert done.document["status"] == "completed"
    assert done.document["output"] == {"order": "42", "charge": "paid"}
    assert done.document["error"] is None
    assert len(bytes.fromhex(done.document["journal_hash"])) == 32
    assert "a step prints" in done.err
    assert "processing 42" in done.err


def test_run_with_the_same_id_shows_the_stored_result(order: CommandLine) -> None:
    first, second = order(*run_order(order, "--json")), order(*run_order(order, "--json"))
    assert first.document == second.document
    assert second.err == ""


def test_run_with_the_same_id_and_other_input_is_refused(order: CommandLine) -> None:
    order(*run_order(order))
    done = order("run", "order.py", "--args", '["43"]', "--run-id", "r1")
    assert (done.code, "run-exists" in done.err) == (2, True)


def test_run_twice_in_virtual_time_gives_the_same_journal(order: CommandLine) -> None:
    hashes = [
        order(*run_order(order, "--json", "--world", f"sqlite:{name}.db")).document["journal_hash"] for name in "ab"
    ]
    assert hashes[0] == hashes[1]


def test_run_on_a_memory_world_leaves_nothing_to_look_at(order: CommandLine) -> None:
    done = order(*run_order(order, "--world", "memory:"))
    assert done.code == 0
    assert "look:" not in done.out
    assert not (order.folder / ".vm").exists()


def test_run_names_its_world_in_the_hint_unless_it_is_the_default(order: CommandLine) -> None:
    done = order(*run_order(order, "--world", "sqlite:other.db"))
    assert "look:    python -m vm inspect run r1 --world sqlite:other.db" in done.out


def test_failed_run_leads_from_the_workflow_to_the_frames_of_the_step(order: CommandLine) -> None:
    done = order("run", "order.py", "--args", '["42", 500]', *VIRTUAL)
    assert done.code == 1
    text = done.out[done.out.index("StepFailed: step charge_card failed after 4 attempts") :]
    places = [
        "order.py:6 in process_order",
        "caused in step charge_card by:",
        "\nValueError: too much",
        "in check",
        'raise ValueError("too much") from error',
        "\ncaused by:",
        "KeyError: 'limit'",
    ]
    found = [text.index(place) for place in places]
    assert found == sorted(found)
    assert "❯    6 │     charge, stock = await gather" in text
    assert "      order_id = '42'" in text
    assert "  tried: attempt 1: RetryableError: busy\n" in text
    assert "  tried: attempts 2 to 4: ValueError: too much\n" in text
    assert "/trio/" not in text
    assert "vm/host" not in text


def test_failed_run_shows_the_frames_of_the_host_when_asked_to(order: CommandLine) -> None:
    assert "vm/core/replay.py" in order("run", "order.py", "--args", '["42", 500]', *VIRTUAL, "--all-frames").out


def test_failed_run_has_its_chain_and_frames_in_json(order: CommandLine) -> None:
    done = order("run", "order.py", "--args", '["42", 500]', *VIRTUAL, "--json")
    assert done.code == 1
    error = done.document["error"]
    assert (done.document["status"], done.document["output"]) == ("failed", None)
    assert list(error) == ["type", "message", "slug", "frames", "cause"]
    assert error["type"] == "StepFailed"
    assert error["frames"] == [{"file": "order.py", "line": 6, "function": "process_order"}]
    cause = error["cause"]
    assert (cause["type"], cause["message"], cause["cause"]["type"]) == ("ValueError", "too much", "KeyError")
    assert [frame["function"] for frame in cause["frames"]] == ["charge_card", "check"]


MAIL = 'def send_mail(to: str) -> str:\n    "use step"\n    return f"sent to {to}"\n'
MAILER = 'async def flow() -> str:\n    "use workflow"\n    return await use_step({!r})("ada")\n'


@pytest.mark.parametrize("name", ["send_mail", "step//mail.py//send_mail"])
def test_run_lets_a_body_name_the_steps_of_other_files(cli: CommandLine, name: str) -> None:
    cli.write("mail.py", MAIL)
    cli.write("flow.py", MAILER.format(name))
    done = cli("run", "flow.py", "--steps", "mail.py", "--run-id", "r1", "--json")
    assert (done.code, done.document["output"]) == (0, "sent to ada")
    assert cli("replay", "r1").code == 0
    cli.write("newer.py", MAILER.format(name) + "\n# and a comment\n")
    assert cli("replay", "r1", "--against", "newer.py").code == 0


def test_run_with_other_files_goes_on_when_those_are_gone(cli: CommandLine) -> None:
    mail, flow = cli.write("mail.py", MAIL), cli.write("flow.py", MAILER.format("send_mail"))
    cli("start", "flow.py", "--steps", "mail.py", "--run-id", "r1")
    mail.unlink()
    flow.unlink()
    assert cli("resume", "r1", "--json").document["output"] == "sent to ada"


def test_unknown_step_fails_the_run_and_names_the_candidates(cli: CommandLine) -> None:
    cli.write("mail.py", MAIL)
    cli.write("flow.py", MAILER.format("send_post"))
    done = cli("run", "flow.py", "--steps", "mail.py")
    assert done.code == 1
    assert "UnknownStep: no step is called 'send_post'" in done.out
    assert "step//mail.py//send_mail" in done.out


def test_steps_of_two_different_files_of_one_name_are_refused(cli: CommandLine) -> None:
    for folder, text in (("a", MAIL), ("b", MAIL + "\n")):
        (cli.folder / folder).mkdir()
        cli.write(f"{folder}/mail.py", text)
    cli.write("flow.py", MAILER.format("send_mail"))
    done = cli("run", "flow.py", "--steps", "a/mail.py", "--steps", "b/mail.py")
    assert (done.code, "two files mail.py" in done.err) == (2, True)


def test_refused_source_is_not_run_for_its_steps(cli: CommandLine) -> None:
    cli.write(
        "flow.py", 'open("trace", "w").close()\nasync def flow() -> str:\n    "use workflow"\n    return open("x")\n'
    )
    assert cli("run", "flow.py").code == 2
    assert not (cli.folder / "trace").exists()


def test_run_takes_arguments_by_name(order: CommandLine) -> None:
    done = order("run", "order.py", "--kwargs", '{"amount": 7}', "--arg", 'order_id="x"', *VIRTUAL, "--json")
    assert done.document["output"]["order"] == "x"


def test_run_takes_the_file_behind_virtual_time(order: CommandLine) -> None:
    done = order("run", "--virtual-time", "order.py", "--args", '["42"]', "--json")
    assert done.code == 0


def test_output_that_is_no_plain_json_is_shown_tagged(cli: CommandLine) -> None:
    cli.write("flow.py", 'async def flow() -> object:\n    "use workflow"\n    return {"pair": (1, 2)}\n')
    assert cli("run", "flow.py", "--json").document["output"] == {"pair": {"$tuple": [1, 2]}}


def test_long_log_lines_and_control_characters_are_shown_harmlessly(cli: CommandLine) -> None:
    cli.write(
        "flow.py",
        """
        from vm import log

        async def flow() -> None:
            "use workflow"
            print("a\\x1b[2Jb\\nsecond")
            log("careful", level="warning")
        """,
    )
    out = cli("run", "flow.py").out
    assert "  | a\\x1b[2Jb\n  | second\n  | warning: careful\n" in out


def test_a_task_that_lost_a_race_is_told_as_cancelled(cli: CommandLine) -> None:
    cli.write(
        "flow.py",
        """
        from vm import race

        async def flow() -> None:
            "use workflow"
            await race(sleep("1s"), sleep("1h"), never())

        async def never() -> None:
            "use step"
            import trio
            await trio.sleep_forever()
        """,
    )
    done = cli("run", "flow.py")
    assert done.code == 0
    assert "never  cancelled" in done.out
    assert "sleep  cancelled" in done.out


def test_start_stores_a_run_that_resume_drives(order: CommandLine) -> None:
    started = order("start", "order.py", "--args", '["42"]', "--run-id", "later")
    assert (started.code, started.out) == (0, "later\n")
    assert order("inspect", "run", "later", "--json").document["status"] == "pending"
    done = order("resume", "later", *VIRTUAL, "--json")
    assert (done.code, done.document["status"]) == (0, "completed")


def test_start_answers_in_json(order: CommandLine) -> None:
    done = order("start", "order.py", "--args", '["42"]', "--json")
    assert list(done.document) == ["run_id", "new"]


def test_run_drives_on_what_start_has_stored(order: CommandLine) -> None:
    order("start", "order.py", "--args", '["42"]', "--run-id", "r1")
    assert order(*run_order(order, "--json")).document["status"] == "completed"


@pytest.mark.parametrize(("amount", "code"), [(5, 0), (500, 1)])
def test_resume_of_a_run_that_is_over_shows_how_it_ended(order: CommandLine, amount: int, code: int) -> None:
    ran = order("run", "order.py", "--args", json.dumps(["42", amount]), "--run-id", "r1", *VIRTUAL, "--json")
    again = order("resume", "r1", "--json")
    assert (ran.code, again.code) == (code, code)
    assert again.document == ran.document


def test_failure_without_frames_or_with_notes_and_groups_is_shown_whole(cli: CommandLine) -> None:
    cli.write(
        "flow.py",
        """
        async def flow() -> object:
            "use workflow"
            return await fail()

        def fail() -> None:
            "use step"
            group = ExceptionGroup("two", [ValueError("a"), KeyError("b")])
            group.add_note("while packing")
            deep(20, group)

        def deep(depth: int, error: Exception) -> None:
            if depth:
                deep(depth - 1, error)
            try:
                raise OSError("first")
            except OSError:
                raise error
        """,
    )
    done = cli("run", "flow.py", *VIRTUAL)
    assert "note: while packing" in done.out
    assert "member 2 of 2:" in done.out
    assert "more frames ..." in done.out
    assert "raised while this was handled:" in done.out
    error = cli("run", "flow.py", *VIRTUAL, "--json").document["error"]["cause"]
    assert error["notes"] == ["while packing"]
    assert [member["type"] for member in error["members"]] == ["ValueError", "KeyError"]


def test_interrupted_run_is_parked_and_goes_on_without_telling_twice(cli: CommandLine) -> None:
    cli.write(
        "flow.py",
        """
        import os, signal

        async def flow() -> str:
            "use workflow"
            await interrupt()
            await sleep("1h")
            return "rested"

        def interrupt() -> None:
            "use step"
            os.kill(os.getpid(), signal.SIGINT)
        """,
    )
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    parked = cli("run", "flow.py", "--run-id", "r1")
    assert parked.code == 130
    assert "stopping" in parked.out
    assert "parked" in parked.out
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == handlers
    resumed = cli("resume", "r1", "--virtual-time", "2999-01-01")
    assert resumed.code == 0
    assert "awake" in resumed.out
    assert "started" not in resumed.out


def test_failure_is_shown_without_source_lines_where_the_file_is_gone(cli: CommandLine) -> None:
    cli.write(
        "flow.py",
        """
        async def flow() -> None:
            "use workflow"
            await work()

        def work() -> None:
            "use step"
            import helper_by_name
        """,
    )
    cli.write("helper_by_name.py", "raise ValueError('gone')\n")
    cli("run", "flow.py", "--run-id", "r1", *VIRTUAL)
    (cli.folder / "helper_by_name.py").unlink()
    out = cli("inspect", "run", "r1").out
    assert "helper_by_name.py:1 in <module>" in out
    assert "ValueError: gone" in out


def test_failed_step_is_caught_as_such_even_when_its_error_cannot_say_what_it_is(cli: CommandLine) -> None:
    cli.write(
        "flow.py",
        """
        from vm import FatalError, StepFailed

        class Speechless(Exception):
            def __str__(self) -> str:
                raise ValueError("no words")

        async def flow() -> list:
            "use workflow"
            try:
                await fail()
            except StepFailed as error:
                return [str(error), type(error.__cause__).__name__]

        def fail() -> None:
            "use step"
            raise Speechless
        """,
    )
    done = cli("run", "flow.py", *VIRTUAL, "--json")
    text = "step fail failed after 4 attempts: Speechless: its text cannot be read"
    assert (done.code, done.document["output"]) == (0, [text, "Speechless"])


def test_way_on_can_be_pasted_into_a_shell_when_the_path_has_spaces(cli: CommandLine) -> None:
    cli.write("flow.py", "async def flow() -> int:\n    'use workflow'\n    return 1\n")
    done = cli("run", "flow.py", "--run-id", "r1", "--world", "sqlite:my world.db")
    assert "look:    python -m vm inspect run r1 --world 'sqlite:my world.db'" in done.out
