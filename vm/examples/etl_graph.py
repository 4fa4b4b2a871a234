"""Files into a warehouse as a graph: a nested graph for each file, three at a time, with retries.

    python -m vm graph vm/examples/etl_graph.py
    python -m vm run vm/examples/etl_graph.py
    python -m vm run vm/examples/etl_graph.py --args '[{"files": 20}]' --virtual-time

Each file is extracted, cleaned and loaded by a graph of its own. The first attempt at every fourth file fails (unless
"flaky" is false); only that attempt is made again, and the other files go on meanwhile.
"""

from vm.graph import create_workflow, graph_step


@graph_step(id="find")
async def find(ctx):
    asked = {"files": 6, "flaky": True, **(ctx.input_data or {})}
    return [{"file": f"sales-{number:02}.csv", "flaky": asked["flaky"]} for number in range(asked["files"])]


@graph_step(id="extract", retries=3, delay="2s", backoff="exponential")
async def extract(ctx):
    file = ctx.input_data["file"]
    number = int(file.removeprefix("sales-").removesuffix(".csv"))
    if number % 4 == 0 and ctx.input_data["flaky"] and ctx.retry_count == 0:
        raise ConnectionError(f"{file} did not come through")
    return {"file": file, "rows": [row * (number + 1) for row in range(-1, 5)]}


@graph_step(id="clean")
async def clean(ctx):
    return {**ctx.input_data, "rows": [row for row in ctx.input_data["rows"] if row >= 0]}


@graph_step(id="load")
async def load(ctx):
    return {"file": ctx.input_data["file"], "rows": len(ctx.input_data["rows"]), "sum": sum(ctx.input_data["rows"])}


one_file = create_workflow(id="one_file").then(extract).then(clean).then(load).commit()

etl = (
    create_workflow(id="etl")
    .then(find)
    .foreach(one_file, concurrency=3)
    .map(
        lambda ctx: {
            "files": len(ctx.input_data),
            "rows": sum(done["rows"] for done in ctx.input_data),
            "sum": sum(done["sum"] for done in ctx.input_data),
        }
    )
    .commit()
)
