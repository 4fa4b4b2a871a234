"""A text and its reviewer as a graph: write, review, write again until it is good, with notes kept in the state.

    python -m vm graph vm/examples/review_loop_graph.py
    python -m vm run vm/examples/review_loop_graph.py
    python -m vm run vm/examples/review_loop_graph.py --args '[{"topic": "tides", "good_at": 5}]'

The state is one dict for the whole run: a step changes keys of it when it ends, a loop test reads it.
"""

from vm.graph import create_workflow, graph_step


@graph_step(id="write")
async def write(ctx):
    asked = {"topic": "durable workflows", "good_at": 3, **(ctx.input_data or {})}
    notes = ctx.state.get("notes", [])
    return {**asked, "text": f"on {asked['topic']}" + "".join(f", now with {note}" for note in notes)}


@graph_step(id="review")
async def review(ctx):
    rounds = ctx.state.get("rounds", 0) + 1
    score = round(rounds / ctx.input_data["good_at"], 2)
    wishes = ("examples", "figures", "sources", "an index")
    notes = [*ctx.state.get("notes", []), wishes[(rounds - 1) % len(wishes)]]
    ctx.set_state({"rounds": rounds, "notes": notes, "score": score})
    return ctx.input_data


@graph_step(id="publish")
async def publish(ctx):
    return {"text": ctx.input_data["text"], "rounds": ctx.state["rounds"], "score": ctx.state["score"]}


draft = create_workflow(id="draft").then(write).then(review).commit()

article = (
    create_workflow(id="article")
    .dountil(draft, lambda ctx: ctx.state["score"] >= 1 or ctx.iteration_count == 10)
    .then(publish)
    .commit()
)
