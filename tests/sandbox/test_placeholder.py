# ruff: noqa: E501 - a row that is a piece of source stays a row
"""What only steps can use can be named, and explains itself when a running body touches it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.running import body_source, run_sandboxed
from vm.errors import NotAvailable
from vm.sandbox.placeholder import Gate, Placeholder, derive, name_of

PRELUDE = """
import httpx
import numpy as np
import os.path
from pydantic import BaseModel, Field
from uuid import uuid1
try:
    import orjson
except ImportError:
    orjson = None

HOME = os.environ["HOME"] + "/x"
app = httpx.AsyncClient(timeout=3)
app.setting = 1
Alias = np.ndarray | None
limits = {httpx.Limits: 1}
if httpx.DEBUG:
    pass
with httpx.configured() as configured:
    pass
for thing in (np.a, np.b):
    pass

class Order(BaseModel):
    id: int = Field(default=1)
    def total(self): return open("x")

class Sub(Order, np.Base):
    pass

@app.get("/")
def route(x: httpx.Response): return 1

def sub(x: np.ndarray) -> httpx.Response:
    return x
"""


def test_module_level_may_do_anything_with_what_steps_need() -> None:
    source = body_source("return sub(3)", PRELUDE.replace("open", "len"))
    assert run_sandboxed(source) == 3


USES = [
    "httpx.get",
    "httpx.get('x')",
    "np[1]",
    "app()",
    "route(1)",
    "Order(id=1)",
    "Sub()",
    "HOME + 'x'",
    "'x' + HOME",
    "-HOME",
    "HOME < 3",
    "HOME == 3",
    "len(app)",
    "3 in app",
    "bool(app)",
    "not app",
    "int(app)",
    "float(app)",
    "[1][app]",
    "list(app)",
    "isinstance(3, Order)",
    "uuid1()",
    "os.path.join('a', 'b')",
    "orjson.dumps(1)",
    "getattr(app, 'x')",
    "{app: 1}[Order.x]",
]


@pytest.mark.parametrize("use", USES)
def test_body_is_told_what_to_do_when_it_uses_one(use: str) -> None:
    with pytest.raises(NotAvailable) as caught:
        run_sandboxed(body_source(f"return {use}", PRELUDE.replace("open", "len")))
    assert caught.value.fix


@pytest.mark.parametrize(
    "statement", ["app.x = 1", "del app.x", "app[1] = 2", "del app[1]", "with app: pass", "async with app: pass", "for x in app: pass", "await app", "async for x in app: pass"]
)  # fmt: skip
def test_body_is_told_what_to_do_when_a_statement_uses_one(statement: str) -> None:
    with pytest.raises(NotAvailable):
        run_sandboxed(body_source(statement, PRELUDE.replace("open", "len")))


def test_refusal_names_what_was_imported_and_the_step_as_way_out() -> None:
    with pytest.raises(NotAvailable, match=r"httpx is not available in workflow code\n.*inside a step"):
        run_sandboxed(body_source("return httpx.AsyncClient()", "import httpx\n"))


def test_refusal_gives_the_shim_s_reason_for_a_name_that_it_refuses() -> None:
    with pytest.raises(NotAvailable) as caught:
        run_sandboxed(body_source("return SystemRandom()", "from random import SystemRandom\n"))
    assert "random.SystemRandom" in str(caught.value)
    assert "inside a step: a function" not in str(caught.value)


def test_import_in_a_body_gives_a_placeholder_too() -> None:
    source = body_source("import socket\nfrom os import path\nname = f'{socket}'\nreturn name, socket.AF_INET")
    with pytest.raises(NotAvailable, match="socket"):
        run_sandboxed(source)


def test_showing_one_is_no_use_of_it() -> None:
    assert run_sandboxed(body_source("return f'{httpx} {httpx!r}', str(httpx)", "import httpx\n")) == (
        "<httpx, for steps only> <httpx, for steps only>",
        "<httpx, for steps only>",
    )


def test_what_is_made_from_one_says_how() -> None:
    gate = Gate()
    gate.depth = 1
    made: Any = Placeholder("httpx", gate)
    assert name_of(made.Client().get["x"]) == "httpx.Client().get[]"
    assert name_of(derive(made, "")) == "httpx"
    assert made == made
    assert made.__class__ is Placeholder
    del made.x
    made[1] = 2
