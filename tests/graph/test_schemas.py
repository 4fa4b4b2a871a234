"""Schemas: what is checked, where, and what comes of values that do not fit."""

from __future__ import annotations

from tests.graph.graphs import Graphs

MODELS = """
from pydantic import BaseModel

class Trip(BaseModel):
    to: str
    nights: int = 1

class Price(BaseModel):
    price: float

@graph_step(id="price", input_schema=Trip, output_schema=Price, retries=3)
async def price(ctx):
    note("price")
    return {"price": 100.0 * ctx.input_data["nights"]}

"""
FLOW = MODELS + 'flow = create_workflow(id="flow", input_schema=Trip, output_schema=Price).then(price).commit()'
STEP = MODELS + 'flow = create_workflow(id="flow").then(price).commit()'
OUTPUT = """
from pydantic import BaseModel

class Price(BaseModel):
    price: float

@graph_step(id="bad", output_schema=Price)
async def bad(ctx):
    note("bad")
    return {"price": "dear"}

flow = create_workflow(id="flow").then(bad).then(echo).commit()
"""


async def test_value_that_fits_passes(graphs: Graphs) -> None:
    assert (await graphs.run(FLOW, {"to": "Rome", "nights": 2}))["result"]["price"] == 200.0


async def test_step_gets_the_parsed_value_with_its_defaults(graphs: Graphs) -> None:
    assert (await graphs.run(STEP, {"to": "Rome"}))["result"]["price"] == 100.0


async def test_step_gets_values_of_the_types_that_the_schema_says(graphs: Graphs) -> None:
    assert (await graphs.run(STEP, {"to": "Rome", "nights": "3"}))["result"]["price"] == 300.0


async def test_input_that_does_not_fit_is_refused_before_the_first_attempt(graphs: Graphs) -> None:
    result = await graphs.run(STEP, {"nights": 2})
    assert (result["status"], graphs.seen) == ("failed", [])


async def test_input_that_does_not_fit_is_named_with_its_path(graphs: Graphs) -> None:
    assert "to" in graphs.message(await graphs.run(STEP, {"nights": 2}))
    assert "nights" in graphs.message(await graphs.run(STEP, {"to": "Rome", "nights": "some"}))


async def test_input_of_the_run_that_does_not_fit_is_refused(graphs: Graphs) -> None:
    assert "to" in await graphs.refusal(FLOW, {"nights": 2})
    assert graphs.seen == []


async def test_output_that_does_not_fit_fails_the_step(graphs: Graphs) -> None:
    result = await graphs.run(OUTPUT, 1)
    assert (result["steps"]["bad"]["status"], graphs.seen) == ("failed", ["bad"])
    assert "price" in graphs.message(result)


async def test_result_that_does_not_fit_fails_the_run(graphs: Graphs) -> None:
    text = """
from pydantic import BaseModel

class Price(BaseModel):
    price: float

flow = create_workflow(id="flow", output_schema=Price).then(echo).commit()
"""
    assert (await graphs.run(text, {"price": "dear"}))["status"] == "failed"


async def test_checks_of_inputs_can_be_turned_off(graphs: Graphs) -> None:
    text = MODELS + 'flow = create_workflow(id="flow", validate_inputs=False).then(price).commit()'
    assert (await graphs.run(text, {"nights": 2}))["result"]["price"] == 200.0


async def test_json_schema_checks_the_same(graphs: Graphs) -> None:
    text = """
SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}

@graph_step(id="take", input_schema=SCHEMA)
async def take(ctx):
    return ctx.input_data["n"]

flow = create_workflow(id="flow").then(take).commit()
"""
    assert (await graphs.run(text, {"n": 5}))["result"] == 5
    assert (await graphs.run(text, {"n": "five"}))["status"] == "failed"


async def test_typed_dict_checks_the_same(graphs: Graphs) -> None:
    text = """
from typing import TypedDict

class Order(TypedDict):
    n: int

@graph_step(id="take", input_schema=Order)
async def take(ctx):
    return ctx.input_data["n"]

flow = create_workflow(id="flow").then(take).commit()
"""
    assert (await graphs.run(text, {"n": 5}))["result"] == 5
    assert (await graphs.run(text, {}))["status"] == "failed"


async def test_dataclass_checks_the_same(graphs: Graphs) -> None:
    text = """
from dataclasses import dataclass

@dataclass
class Order:
    n: int

@graph_step(id="take", input_schema=Order)
async def take(ctx):
    return ctx.input_data["n"] if isinstance(ctx.input_data, dict) else ctx.input_data.n

flow = create_workflow(id="flow").then(take).commit()
"""
    assert (await graphs.run(text, {"n": 5}))["result"] == 5
    assert (await graphs.run(text, {"n": "x"}))["status"] == "failed"


async def test_plain_type_is_a_schema(graphs: Graphs) -> None:
    text = """
@graph_step(id="take", input_schema=list[int])
async def take(ctx):
    return sum(ctx.input_data)

flow = create_workflow(id="flow").then(take).commit()
"""
    assert (await graphs.run(text, [1, 2]))["result"] == 3
    assert (await graphs.run(text, ["a"]))["status"] == "failed"


SUSPENDING = """
from pydantic import BaseModel

class Ask(BaseModel):
    question: str

class Answer(BaseModel):
    ok: bool

@graph_step(id="approve", suspend_schema=Ask, resume_schema=Answer)
async def approve(ctx):
    note("approve")
    if ctx.resume_data is None:
        ctx.suspend(PAYLOAD)
    return ctx.resume_data["ok"]

flow = create_workflow(id="flow").then(approve).commit()
"""


async def test_payload_of_a_suspension_is_checked(graphs: Graphs) -> None:
    good = await graphs.run(SUSPENDING.replace("PAYLOAD", '{"question": "yes?"}'))
    bad = await graphs.run(SUSPENDING.replace("PAYLOAD", "{}"))
    assert (good["status"], bad["status"]) == ("suspended", "failed")


async def test_data_of_a_resume_is_checked_before_the_step_is_called(graphs: Graphs) -> None:
    run = await graphs.load(SUSPENDING.replace("PAYLOAD", '{"question": "yes?"}')).create_run()
    await run.start(input_data=None)
    assert "ok" in await graphs.resume_refusal(run, step="approve", resume_data={"ok": "perhaps"})
    assert graphs.seen == ["approve"]


async def test_run_goes_on_waiting_behind_data_that_was_refused(graphs: Graphs) -> None:
    run = await graphs.load(SUSPENDING.replace("PAYLOAD", '{"question": "yes?"}')).create_run()
    await run.start(input_data=None)
    await graphs.resume_refusal(run, step="approve", resume_data={})
    assert (await run.resume(step="approve", resume_data={"ok": True}))["result"] is True


async def test_nested_workflow_checks_its_own_input(graphs: Graphs) -> None:
    text = (
        MODELS
        + """
child = create_workflow(id="child", input_schema=Trip).then(price).commit()
flow = create_workflow(id="flow").then(child).commit()
"""
    )
    assert (await graphs.run(text, {"to": "Oslo"}))["result"]["price"] == 100.0
    assert (await graphs.run(text, {"nights": 1}))["status"] == "failed"
