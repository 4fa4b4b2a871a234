"""A trip as a graph: a quote, a person who approves what is dear, then booking and telling side by side.

    python -m vm graph vm/examples/trip_graph.py
    python -m vm run vm/examples/trip_graph.py --args '[{"to": "Oslo"}]'
    python -m vm run vm/examples/trip_graph.py --args '[{"to": "Rome"}]' --run-id trip-1      (a dear one: it suspends)
    python -m vm resume trip-1 --step approve --data '{"ok": true}'

The suspended run waits for as long as it takes, also through restarts. What was done before is not done again.
"""

from pydantic import BaseModel

from vm import FatalError
from vm.graph import create_workflow, graph_step


class Trip(BaseModel):
    to: str
    nights: int = 3


class Quote(BaseModel):
    to: str
    price: float


class Question(BaseModel):
    question: str


class Answer(BaseModel):
    ok: bool


@graph_step(id="quote", input_schema=Trip, output_schema=Quote, retries=2)
async def quote(ctx):
    prices = {"Rome": 200, "Oslo": 100}
    return {"to": ctx.input_data["to"], "price": prices.get(ctx.input_data["to"], 150) * ctx.input_data["nights"]}


@graph_step(id="approve", input_schema=Quote, output_schema=Quote, suspend_schema=Question, resume_schema=Answer)
async def approve(ctx):
    if ctx.resume_data is None:
        ctx.suspend({"question": f"{ctx.input_data['to']} for {ctx.input_data['price']:.2f}?"})
    if not ctx.resume_data["ok"]:
        raise FatalError(f"{ctx.input_data['to']} was not approved")
    return ctx.input_data


@graph_step(id="accept", input_schema=Quote, output_schema=Quote)
async def accept(ctx):
    return ctx.input_data


@graph_step(id="book", input_schema=Quote)
async def book(ctx):
    return f"booked {ctx.input_data['to']} as {ctx.run_id}"


@graph_step(id="notify", input_schema=Quote)
async def notify(ctx):
    return f"told the office about {ctx.input_data['price']:.2f}"


trip = (
    create_workflow(id="trip", input_schema=Trip, retry={"attempts": 2, "delay": "1s"})
    .then(quote)
    .branch(
        [
            (lambda ctx: ctx.input_data["price"] > 500, approve),
            (lambda ctx: ctx.input_data["price"] <= 500, accept),
        ]
    )
    .map(lambda ctx: next(iter(ctx.input_data.values())))
    .parallel([book, notify])
    .commit()
)
