"""Steps that the graphs of the cases are made of. Its text stands before the text of each case."""

from vm import FatalError
from vm.graph import (  # noqa: F401 - the texts that stand behind this one use them
    clone_step,
    clone_workflow,
    create_step,
    create_workflow,
    graph_step,
    load_graph,
    when,
)


def note(what):
    "use step"
    from tests.graph.seen import SEEN

    SEEN.append(what)


def count(what):
    "use step"
    from tests.graph.seen import SEEN

    SEEN.append(what)
    return SEEN.count(what)


@graph_step(id="add")
async def add(ctx):
    note("add")
    return ctx.input_data + 1


@graph_step(id="double")
async def double(ctx):
    note("double")
    return ctx.input_data * 2


@graph_step(id="echo")
async def echo(ctx):
    note("echo")
    return ctx.input_data


@graph_step(id="fail")
async def fail(ctx):
    note("fail")
    raise FatalError("broken")


@graph_step(id="ask")
async def ask(ctx):
    note("ask")
    if ctx.resume_data is None:
        ctx.suspend({"question": ctx.input_data})
    return {"answer": ctx.resume_data}


@graph_step(id="ask_too")
async def ask_too(ctx):
    note("ask_too")
    if ctx.resume_data is None:
        ctx.suspend({"also": ctx.input_data})
    return {"answer_too": ctx.resume_data}


@graph_step(id="leave")
async def leave(ctx):
    note("leave")
    ctx.bail({"left": ctx.input_data})
