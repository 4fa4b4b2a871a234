"""One graph, both engines: entries, suspension, state."""

from __future__ import annotations

from typing import Any

import pytest

from vm.graph import GraphRefused, ResumeAlreadyClaimed, create_step, create_workflow


async def increase(ctx: Any) -> Any:
    return {"n": ctx.input_data["n"] + 1}


def adder(name: str) -> Any:
    return create_step(id=name, execute=increase)


async def test_steps_run_one_after_the_other(engine: Any) -> None:
    graph = create_workflow("w").then(adder("a")).then(adder("b")).commit()
    result = await engine.create_run(graph).start({"n": 1})
    assert (result.status, result.result) == ("success", {"n": 3})
    assert result.steps["b"].payload == {"n": 2}
    assert result.step_execution_path == ["a", "b"]


async def test_a_suspended_step_runs_again_with_what_it_was_resumed_with(engine: Any) -> None:
    calls = []

    async def ask(ctx: Any) -> Any:
        calls.append(ctx.resume_data)
        if ctx.resume_data is None:
            ctx.suspend({"question": "?"}, resume_label="boss")
        return {"answer": ctx.resume_data, "asked": ctx.suspend_data}

    graph = create_workflow("w").then(adder("a")).then(create_step(id="ask", execute=ask)).commit()
    run = engine.create_run(graph)
    first = await run.start({"n": 1})
    assert (first.status, first.suspended, first.suspend_payload) == (
        "suspended",
        [["ask"]],
        {"ask": {"question": "?"}},
    )
    assert first.resume_labels["boss"]["step"] == "ask"
    last = await run.resume("ask", {"ok": True})
    assert last.result == {"answer": {"ok": True}, "asked": {"question": "?"}}
    assert calls == [None, {"ok": True}]


async def test_a_resume_that_came_second_is_told_so(engine: Any) -> None:
    async def ask(ctx: Any) -> Any:
        return ctx.resume_data if ctx.resume_data else ctx.suspend()

    graph = create_workflow("w").then(create_step(id="ask", execute=ask)).commit()
    run = engine.create_run(graph, run_id="r")
    await run.start()
    chosen = await run._claim("ask", None, None, 1, False)
    assert (await run.resume("ask", 1)).result == 1
    assert await run._deliver(*chosen) is False
    with pytest.raises((GraphRefused, ResumeAlreadyClaimed)):
        await run.resume("ask", 2)


async def test_an_entry_of_each_kind(engine: Any) -> None:
    async def double(ctx: Any) -> Any:
        return ctx.input_data * 2

    graph = (
        create_workflow("w")
        .parallel([adder("pa"), adder("pb")])
        .map(lambda ctx: ctx.input_data["pa"])
        .dountil(adder("loop"), lambda ctx: ctx.input_data["n"] >= 5)
        .branch([(lambda ctx: ctx.input_data["n"] > 3, adder("big")), (lambda ctx: False, adder("never"))])
        .map({"list": {"value": [1, 2, 3]}, "text": {"template": "n={loop.n}, from {input.n}"}})
        .map(lambda ctx: ctx.input_data["list"])
        .foreach(create_step(id="item", execute=double), concurrency=2)
        .sleep(0.001)
        .commit()
    )
    result = await engine.create_run(graph).start({"n": 1})
    assert result.result == [2, 4, 6]
    assert result.steps["map_5"].output == {"list": [1, 2, 3], "text": "n=5, from 1"}
    assert "never" not in result.steps


async def test_changes_of_state_that_read_what_was_there_are_not_lost(engine: Any) -> None:
    async def count(ctx: Any) -> None:
        ctx.set_state(lambda state: {"n": state.get("n", 0) + 1})

    graph = create_workflow("w").parallel([create_step(id=f"s{n}", execute=count) for n in range(5)]).commit()
    result = await engine.create_run(graph).start(include_state=True)
    assert result.state == {"n": 5}
