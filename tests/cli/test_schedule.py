"""`schedule`: what the clock starts."""

from __future__ import annotations

import datetime

import pytest

from tests.cli.conftest import CommandLine

DAILY = ("--cron", "30 7 * * *", "--tz", "Europe/Berlin")
ORDER = ("order.py", "--args", '["42"]')


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text)


def test_schedule_add_says_when_it_ticks_next(order: CommandLine) -> None:
    done = order("schedule", "add", "daily", *ORDER, *DAILY)
    assert (done.code, done.out.startswith("added schedule daily; it ticks next at 20")) == (0, True)
    (listed,) = order("schedule", "list", "--json").document["schedules"]
    local = moment(listed["next"]).astimezone(datetime.UTC)
    assert (local.hour, local.minute) in ((5, 30), (6, 30))
    assert local > datetime.datetime.now(datetime.UTC)
    assert (listed["cron"], listed["tz"], listed["overlap"], listed["missed"]) == (
        "30 7 * * *",
        "Europe/Berlin",
        "skip",
        "last",
    )


def test_schedule_list_of_none_says_how_to_make_one(order: CommandLine) -> None:
    order("start", *ORDER)
    assert "no schedules; `python -m vm schedule add" in order("schedule", "list").out


def test_schedule_list_shows_what_there_is(order: CommandLine) -> None:
    order("schedule", "add", "often", *ORDER, "--every", "10m", "--overlap", "queue", "--missed", "all")
    order("schedule", "add", "daily", *ORDER, *DAILY)
    rows = order("schedule", "list").out.splitlines()
    assert rows[0].split() == ["NAME", "WHEN", "NEXT", "LAST", "OVERLAP", "MISSED", "CALL"]
    assert [row.split()[0] for row in rows[1:]] == ["daily", "often"]
    assert "30 7 * * * (Europe/Berlin)" in rows[1]
    assert "every 10m" in rows[2]
    assert rows[2].endswith('queue    all     process_order("42")')


def test_schedule_trigger_starts_a_run_that_can_be_driven(order: CommandLine) -> None:
    order("schedule", "add", "daily", *ORDER, *DAILY)
    document = order("schedule", "trigger", "daily", "--json").document
    assert document["started"] is True
    assert document["run_id"].startswith("daily@20")
    (message,) = order("queue", "list", "--json").document["messages"]
    assert (message["run_id"], message["kind"]) == (document["run_id"], "start")
    resumed = order("resume", document["run_id"], "--virtual-time", "2999-01-01", "--json").document
    assert (resumed["status"], resumed["output"]["order"]) == ("completed", "42")
    assert order("replay", document["run_id"]).code == 0


def test_schedule_trigger_keeps_to_the_overlap_policy(order: CommandLine) -> None:
    order("schedule", "add", "daily", *ORDER, *DAILY)
    first = order("schedule", "trigger", "daily", "--json").document["run_id"]
    again = order("schedule", "trigger", "daily", "--json").document
    assert again == {"name": "daily", "run_id": first, "started": False}
    assert f"run {first} has not ended" in order("schedule", "trigger", "daily").out
    order("schedule", "add", "daily", *ORDER, *DAILY, "--overlap", "allow", "--replace")
    assert "starts run daily@" in order("schedule", "trigger", "daily").out


def test_schedule_runs_the_source_that_it_was_added_with(order: CommandLine) -> None:
    order("schedule", "add", "daily", *ORDER, *DAILY)
    bundle = order("schedule", "list", "--json").document["schedules"][0]["bundle"]
    order.write("order.py", 'async def process_order(order_id: str) -> None:\n    "use workflow"\n')
    run_id = order("schedule", "trigger", "daily", "--json").document["run_id"]
    assert order("inspect", "run", run_id, "--json").document["bundle"] == bundle


def test_schedule_pause_takes_the_next_tick_and_resume_gives_one(order: CommandLine) -> None:
    order("schedule", "add", "daily", *ORDER, *DAILY)
    before = order("schedule", "list", "--json").document
    paused = order("schedule", "pause", "daily", "--json").document
    assert (paused["next"], paused["paused"]) == (None, True)
    assert "paused" in order("schedule", "list").out
    assert order("schedule", "resume", "daily").code == 0
    assert order("schedule", "list", "--json").document == before


def test_schedule_remove_forgets_it_and_keeps_its_runs(order: CommandLine) -> None:
    order("schedule", "add", "daily", *ORDER, *DAILY)
    run_id = order("schedule", "trigger", "daily", "--json").document["run_id"]
    assert order("schedule", "remove", "daily").out == "removed schedule daily\n"
    assert order("schedule", "list", "--json").document == {"schedules": []}
    assert order("inspect", "run", run_id).code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add",), "schedule add wants a name"),
        (("add", "x"), "schedule add wants a file"),
        (("add", "x", *ORDER), "--cron or --every"),
        (("add", "x", *ORDER, "--cron", "often"), "--cron 'often' cannot be read"),
        (("add", "x", *ORDER, *DAILY[:2], "--tz", "Mars"), "--tz 'Mars' is no time zone"),
        (("add", "x", *ORDER, "--every", "10m", "--tz", "UTC"), "--tz goes with --cron"),
        (("add", "x", *ORDER, "--every", "soon"), "--every 'soon' is not a duration"),
        (("add", "x y", *ORDER, "--every", "10m"), "'x y' cannot name a schedule"),
        (("add", "x", *ORDER, "--every", "10m", "--overlap", "maybe"), "invalid choice"),
        (("add", "x", "order.py", "--every", "10m"), "order_id"),
        (("add", "there", *ORDER, "--every", "10m"), "there is a schedule there already"),
        (("list", "x"), "schedule list takes no name"),
        (("pause",), "schedule pause wants a name"),
        (("pause", "x"), "there is no schedule 'x'"),
        (("resume", "x"), "there is no schedule 'x'"),
        (("remove", "x"), "there is no schedule 'x'"),
        (("trigger", "x"), "there is no schedule 'x'"),
        (("trigger", "there", "order.py"), "FILE goes with schedule add"),
        (("pause", "there", "--cron", "0 0 * * *"), "--cron goes with schedule add"),
    ],
)
def test_schedule_refuses_what_cannot_be(order: CommandLine, words: tuple[str, ...], told: str) -> None:
    order("schedule", "add", "there", *ORDER, "--every", "10m")
    before = order("schedule", "list", "--json").document
    done = order("schedule", *words)
    assert (done.code, told in done.err) == (2, True), done.err
    assert order("schedule", "list", "--json").document == before
