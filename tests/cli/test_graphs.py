"""Graphs on the command line: shown, run, looked at and resumed."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import CommandLine

TRIP = """
    from vm.graph import create_workflow, graph_step, when

    @graph_step(id="quote")
    async def quote(ctx):
        return {"price": ctx.input_data * 100}

    @graph_step(id="approve", resume_schema=bool)
    async def approve(ctx):
        if ctx.resume_data is None:
            ctx.suspend({"question": ctx.input_data["price"]}, resume_label="boss")
        return ctx.resume_data

    @graph_step(id="book")
    async def book(ctx):
        return f"booked: {ctx.input_data}"

    trip = (
        create_workflow(id="trip")
        .then(quote)
        .branch([(when({"gt": [{"path": "input.price"}, {"literal": 500}]}), approve)])
        .then(book)
        .commit()
    )
"""
TREE = """\
trip
├─ quote
├─ branch_2
│  └─ approve  if input.price > 500
└─ book
"""


@pytest.fixture
def trip(cli: CommandLine) -> CommandLine:
    cli.write("trip.py", TRIP)
    return cli


@pytest.fixture
def suspended(trip: CommandLine) -> CommandLine:
    """A folder with a run called `t1` that waits for an answer."""
    assert trip("run", "trip.py", "--args", "[6]", "--run-id", "t1").code == 0
    return trip


def test_graph_shows_a_tree(trip: CommandLine) -> None:
    assert trip("graph", "trip.py").out == TREE


def test_graph_shows_mermaid(trip: CommandLine) -> None:
    assert trip("graph", "trip.py", "--format", "mermaid").out.startswith("flowchart TD\n")


def test_graph_writes_json_that_it_shows_again(trip: CommandLine) -> None:
    trip.write("trip.json", trip("graph", "trip.py", "--format", "json").out)
    assert trip("graph", "trip.json").out == TREE


def test_graph_answers_in_one_document(trip: CommandLine) -> None:
    (graph,) = trip("graph", "trip.py", "--json").document["graphs"]
    assert (graph["id"], len(graph["entries"])) == ("trip", 3)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("trip.py", "--workflow", "nobody"), "has no graph nobody"),
        (("plain.py",), "has no graph"),
        (("absent.json",), "cannot be read"),
        (("other.json",), "holds no graph"),
    ],
)
def test_graph_says_what_it_cannot_show(trip: CommandLine, arguments: tuple[str, ...], told: str) -> None:
    trip.write("plain.py", 'async def main():\n    "use workflow"\n')
    trip.write("other.json", "[]")
    done = trip("graph", *arguments)
    assert done.code == 2
    assert told in done.err


def test_run_ends_where_a_graph_is_suspended_and_says_how_to_go_on(trip: CommandLine) -> None:
    done = trip("run", "trip.py", "--args", "[6]", "--run-id", "t1")
    assert done.code == 0
    assert 'waits:   approve  {"question": 600}' in done.out
    assert "resume t1 --step approve --data JSON" in done.out


def test_run_tells_a_suspension_in_its_document(trip: CommandLine) -> None:
    (waiting,) = trip("run", "trip.py", "--args", "[6]", "--json").document["suspended"]
    assert (waiting["path"], waiting["payload"], waiting["labels"]) == ("approve", {"question": 600}, ["boss"])


def test_run_goes_to_the_end_of_a_graph_that_is_not_suspended(trip: CommandLine) -> None:
    assert "booked: {}" in trip("run", "trip.py", "--args", "[1]").out


def test_inspect_run_shows_the_graph_with_the_state_of_each_step(suspended: CommandLine) -> None:
    out = suspended("inspect", "run", "t1").out
    assert "trip  suspended\n├─ ✓ quote  success\n" in out
    assert '? approve  if input.price > 500  suspended  waits: {"question": 600}' in out
    assert "└─   book\n" in out


def test_inspect_run_has_the_graph_in_its_document(suspended: CommandLine) -> None:
    graph = suspended("inspect", "run", "t1", "--json").document["graph"]
    assert (graph["status"], graph["steps"]["quote"]["output"]) == ("suspended", {"price": 600})
    assert graph["outline"]["id"] == "trip"


@pytest.mark.parametrize("name", [("--step", "approve"), ("--label", "boss"), ()])
def test_resume_resumes_a_step_by_its_name_or_the_only_one(suspended: CommandLine, name: tuple[str, ...]) -> None:
    done = suspended("resume", "t1", *name, "--data", "true")
    assert done.code == 0
    assert "booked: {'approve': True}" in done.out


def test_resume_without_data_leaves_a_suspended_graph_suspended(suspended: CommandLine) -> None:
    done = suspended("resume", "t1")
    assert done.code == 0
    assert done.out.startswith("suspended")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--step", "approve"), "--data is missing"),
        (("--step", "quote", "--data", "1"), "suspended are: approve"),
        (("--label", "nowhere", "--data", "1"), "nowhere"),
        (("--step", "approve", "--data", '{"no": 1}'), "step approve"),
        (("--step", "approve", "--data", "yes"), "is not JSON"),
    ],
)
def test_resume_says_what_it_cannot_do(suspended: CommandLine, arguments: tuple[str, ...], told: str) -> None:
    done = suspended("resume", "t1", *arguments)
    assert done.code == 2
    assert told in done.err


def test_resume_of_a_step_of_a_run_that_is_no_graph_is_refused(order: CommandLine) -> None:
    order("start", "order.py", "--args", '["42"]', "--run-id", "plain")
    done = order("resume", "plain", "--step", "x", "--data", "1", "--virtual-time")
    assert done.code == 2
    assert "no run of a graph" in done.err


def test_resumed_graph_replays(suspended: CommandLine) -> None:
    suspended("resume", "t1", "--data", "true")
    assert json.loads(suspended("replay", "t1", "--json").out)["identical"] is True


def test_condition_that_raises_is_shown_without_what_walks_the_graph(trip: CommandLine) -> None:
    trip.write("bad.py", TRIP.replace('when({"gt": [{"path": "input.price"}, {"literal": 500}]})', "lambda ctx: 1 / 0"))
    done = trip("run", "bad.py", "--args", "[6]")
    assert done.code == 1
    assert "bad.py:" in done.out
    assert "vm/graph/kit" not in done.out
    assert "vm/graph/kit" in trip("run", "bad.py", "--args", "[6]", "--all-frames").out


def test_run_of_an_uncommitted_graph_says_what_is_missing_and_shows_nothing_of_the_walker(trip: CommandLine) -> None:
    trip.write("open.py", TRIP.replace("        .commit()\n", ""))
    done = trip("run", "open.py", "--args", "[2]")
    assert done.code == 1
    assert "the workflow trip is not committed: end its declaration with .commit()" in done.out
    assert "vm/graph/kit" not in done.out
