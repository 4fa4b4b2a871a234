"""`diff`: where two runs part."""

from __future__ import annotations

import pytest

from tests.cli.conftest import CommandLine

SOURCE = """
    async def main(count):
        "use workflow"
        total = 0
        for number in range(count):
            total += await add(number)
        await sleep("1d")
        return total

    async def add(number):
        "use step"
        return number
"""


@pytest.fixture
def shop(cli: CommandLine) -> CommandLine:
    cli.write("shop.py", SOURCE)
    return cli


def run(cli: CommandLine, run_id: str, count: int, file: str = "shop.py", start: str = "2000-01-01") -> None:
    cli("run", file, "--args", f"[{count}]", "--run-id", run_id, "--virtual-time", start)


def test_runs_that_differ_in_name_and_time_only_are_alike(shop: CommandLine) -> None:
    run(shop, "a", 2)
    run(shop, "b", 2, start="2024-05-06")
    done = shop("diff", "a", "b")
    assert (done.code, done.out) == (0, "alike: all 11 events of both runs\n")
    assert shop("diff", "a", "a", "--json").document["identical"] is True


def test_first_event_that_differs_is_shown_with_its_line(shop: CommandLine) -> None:
    run(shop, "a", 2)
    shop.write("shop.py", SOURCE.replace("add(number)\n        await", "add(number * 7)\n        await"))
    run(shop, "b", 2)
    done = shop("diff", "a", "b")
    assert done.code == 4
    assert done.out.startswith("the runs part at event 6\n")
    assert "a  step add(1)" in done.out
    assert "b  step add(7)" in done.out
    assert "❯    5 │         total += await add(number * 7)" in done.out
    left, right = shop("diff", "a", "b", "--json").document["runs"]
    assert left["where"] == {"file": "shop.py", "line": 5, "function": "main"} == right["where"]
    assert (left["event"]["type"], left["run_id"]) == ("step_created", "a")


def test_run_that_has_not_got_so_far_has_nothing_there(shop: CommandLine) -> None:
    run(shop, "a", 0)
    shop("start", "shop.py", "--args", "[0]", "--run-id", "b")
    done = shop("diff", "a", "b")
    assert "the runs part at event 2" in done.out
    assert "b  nothing: the run's journal has ended" in done.out


def test_input_that_differs_is_the_first_event(shop: CommandLine) -> None:
    run(shop, "a", 1)
    run(shop, "b", 2)
    document = shop("diff", "a", "b", "--json").document
    assert (document["position"], document["runs"][0]["where"]) == (1, None)


def test_run_that_is_not_there_is_refused(shop: CommandLine) -> None:
    run(shop, "a", 1)
    assert shop("diff", "a", "b").code == 2
