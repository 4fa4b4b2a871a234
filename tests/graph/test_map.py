"""Maps: a value from a function, or from a table of where each key comes from."""

from __future__ import annotations

import pytest

from tests.graph.graphs import Graphs


def mapped(spec: str) -> str:
    return f'flow = create_workflow(id="flow").then(add).then(double).map({spec}).commit()'


async def test_function_gets_the_output_before_it(graphs: Graphs) -> None:
    assert (await graphs.run(mapped("lambda ctx: ctx.input_data + 100"), 1))["result"] == 104


async def test_function_sees_the_input_of_the_run(graphs: Graphs) -> None:
    assert (await graphs.run(mapped("lambda ctx: ctx.get_init_data()"), 1))["result"] == 1


@pytest.mark.parametrize("name", ['"add"', "add"])
async def test_function_sees_what_a_step_gave_by_id_or_by_step(graphs: Graphs, name: str) -> None:
    assert (await graphs.run(mapped(f"lambda ctx: ctx.get_step_result({name})"), 1))["result"] == 2


async def test_function_sees_none_for_a_step_that_did_not_run(graphs: Graphs) -> None:
    text = (
        'flow = create_workflow(id="flow").then(add).map(lambda ctx: [ctx.get_step_result("double")])'
        ".then(double).commit()"
    )
    assert (await graphs.run(text, 1))["result"] == [None, None]


async def test_function_sees_the_state(graphs: Graphs) -> None:
    assert (await graphs.run(mapped("lambda ctx: ctx.state['k']"), 1, initial_state={"k": "v"}))["result"] == "v"


async def test_function_may_be_async(graphs: Graphs) -> None:
    text = "async def twice(ctx):\n    return ctx.input_data * 2\n\n" + mapped("twice")
    assert (await graphs.run(text, 1))["result"] == 8


async def test_function_that_raises_fails_the_run(graphs: Graphs) -> None:
    result = await graphs.run(mapped("lambda ctx: ctx.input_data['absent']"), 1)
    assert result["status"] == "failed"


async def test_function_that_raises_names_its_line(graphs: Graphs) -> None:
    text = "def crash(ctx):\n    return 1 / 0\n\n" + mapped("crash")
    result = await graphs.run(text, 1)
    assert graphs.line_of("return 1 / 0") in graphs.lines_of(result)


async def test_key_comes_from_a_step(graphs: Graphs) -> None:
    assert (await graphs.run(mapped('{"a": {"step": add}, "d": {"step": "double"}}'), 1))["result"] == {"a": 2, "d": 4}


async def test_key_comes_from_a_path_in_what_a_step_gave(graphs: Graphs) -> None:
    text = 'flow = create_workflow(id="flow").then(echo).map({"x": {"step": echo, "path": "a.b"}}).commit()'
    assert (await graphs.run(text, {"a": {"b": 7}}))["result"] == {"x": 7}


async def test_path_goes_into_lists(graphs: Graphs) -> None:
    text = 'flow = create_workflow(id="flow").then(echo).map({"x": {"step": echo, "path": "rows.1.n"}}).commit()'
    assert (await graphs.run(text, {"rows": [{"n": 1}, {"n": 2}]}))["result"] == {"x": 2}


async def test_path_of_a_dot_is_all_of_it(graphs: Graphs) -> None:
    text = 'flow = create_workflow(id="flow").then(echo).map({"x": {"step": echo, "path": "."}}).commit()'
    assert (await graphs.run(text, {"a": 1}))["result"] == {"x": {"a": 1}}


async def test_key_comes_from_the_first_of_several_steps_that_is_not_null(graphs: Graphs) -> None:
    text = (
        'flow = create_workflow(id="flow").branch([(lambda ctx: ctx.input_data > 5, add), '
        '(lambda ctx: ctx.input_data <= 5, double)]).map({"x": {"step": [add, double]}}).commit()'
    )
    graph = graphs.load(text)
    found = [(await (await graph.create_run()).start(input_data=given))["result"] for given in (10, 3)]
    assert found == [{"x": 11}, {"x": 6}]


async def test_key_comes_from_the_input_of_the_run(graphs: Graphs) -> None:
    text = 'flow = create_workflow(id="flow").then(fixed).map({"x": {"init_data": True, "path": "who"}}).commit()'
    fixed = '@graph_step(id="fixed")\nasync def fixed(ctx):\n    return 1\n\n'
    assert (await graphs.run(fixed + text, {"who": "Ada"}))["result"] == {"x": "Ada"}


@pytest.mark.parametrize("constant", [5, "five", [1, 2], None])
async def test_key_comes_from_a_constant(graphs: Graphs, constant: object) -> None:
    assert (await graphs.run(mapped(f'{{"x": {{"value": {constant!r}}}}}'), 1))["result"] == {"x": constant}


async def test_key_comes_from_a_template(graphs: Graphs) -> None:
    text = (
        'flow = create_workflow(id="flow").then(echo).map({"x": {"template": "${echo.name} of ${init.city}"}}).commit()'
    )
    result = await graphs.run(text, {"name": "Ada", "city": "Rome"})
    assert result["result"] == {"x": "Ada of Rome"}


async def test_key_comes_from_the_request_context(graphs: Graphs) -> None:
    result = await graphs.run(mapped('{"x": {"request_context": "tenant"}}'), 1, request_context={"tenant": "acme"})
    assert result["result"] == {"x": "acme"}


async def test_key_comes_from_a_function(graphs: Graphs) -> None:
    assert (await graphs.run(mapped('{"x": {"fn": lambda ctx: ctx.input_data + 1}}'), 1))["result"] == {"x": 5}


async def test_mapped_value_is_what_the_next_step_gets(graphs: Graphs) -> None:
    text = 'flow = create_workflow(id="flow").then(add).map(lambda ctx: ctx.input_data * 10).then(double).commit()'
    assert (await graphs.run(text, 1))["result"] == 40


async def test_two_maps_without_ids_do_not_collide(graphs: Graphs) -> None:
    text = (
        'flow = create_workflow(id="flow").map(lambda ctx: ctx.input_data + 1)'
        ".map(lambda ctx: ctx.input_data * 10).then(echo).commit()"
    )
    assert (await graphs.run(text, 1))["result"] == 20


async def test_map_of_an_unknown_step_is_refused_or_gives_null(graphs: Graphs) -> None:
    result = await graphs.run(mapped('{"x": {"step": "echo", "path": "a"}}'), 1)
    assert result["result"] == {"x": None}
