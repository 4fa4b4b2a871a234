"""What a type checker knows of graphs. `test_typing.py` has mypy read this file; nothing here is run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, assert_type

from vm.graph import Step, Workflow, clone_step, clone_workflow, create_step, create_workflow, graph_step


@dataclass
class Trip:
    to: str


@dataclass
class Quote:
    price: int


@dataclass
class Booking:
    number: str


@graph_step(id="quote", input_schema=Trip, output_schema=Quote)
async def quote(ctx: Any) -> Any:
    return {"price": 1}


async def do_book(ctx: Any) -> Any:
    return {"number": "1"}


book = create_step(id="book", input_schema=Quote, output_schema=Booking, execute=do_book)
anything = create_step(id="anything", execute=do_book)

assert_type(quote, Step[Trip, Quote])
assert_type(book, Step[Quote, Booking])
assert_type(clone_step(book, id="again"), Step[Quote, Booking])

begun = create_workflow(id="trip", input_schema=Trip, output_schema=Booking)
assert_type(begun, Workflow[Trip, Trip])
assert_type(begun.then(quote), Workflow[Trip, Quote])
assert_type(begun.then(quote).then(book), Workflow[Trip, Booking])
assert_type(begun.then(quote).sleep("1s").then(book).commit(), Workflow[Trip, Booking])
assert_type(begun.then(quote).dountil(clone_step(book, id="b"), lambda ctx: True), Workflow[Trip, Booking])
assert_type(begun.parallel([quote]), Workflow[Trip, dict[str, Any]])
assert_type(begun.foreach(quote), Workflow[Trip, list[Quote]])

trip = begun.then(quote).then(book).commit()
assert_type(create_workflow(id="outer", input_schema=Trip).then(trip), Workflow[Trip, Booking])
assert_type(clone_workflow(trip, id="other"), Workflow[Trip, Booking])

begun.then(book)  # wrong: it takes a Quote, and gets a Trip
begun.then(quote).then(quote)  # wrong: it takes a Trip, and gets a Quote
begun.then(do_book)  # wrong: a function is no step
begun.parallel([book])  # wrong: it takes a Quote, and gets a Trip
begun.then(quote).branch([(lambda ctx: True, quote)])  # wrong: it takes a Trip, and gets a Quote
