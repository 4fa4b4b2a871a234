"""A real server on loopback, in this process, on a world of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import trio

from vm.face.embed import open_vm
from vm.face.http.auth import Tokens
from vm.face.http.limits import Limits
from vm.face.http.server import Address, serve
from vm.face.http.service import Service, find_offers
from vm.face.telemetry.metrics import Metrics

SOURCE = """
from vm import sleep

async def hello(name: str = "Ada", wait: str = "0s"):
    "use workflow"
    await sleep(wait)
    return await greet(name)

async def broken():
    "use workflow"
    raise LookupError("no such order")

async def greet(name):
    "use step"
    return f"hello {name}"
"""


@asynccontextmanager
async def open_server(
    folder: Path,
    *,
    tokens: Tokens | None = None,
    limits: Limits | None = None,
    source: str = SOURCE,
    metrics: Metrics | None = None,
) -> AsyncIterator[tuple[httpx.AsyncClient, Service]]:
    """Yield a client of a new server, and the server's service."""
    file = folder / "flows.py"
    file.write_text(source)
    async with open_vm(f"sqlite:{folder / 'world.db'}") as vm, trio.open_nursery() as nursery:
        service = Service(vm, find_offers([file]), tokens or Tokens({}), metrics)
        url: str = await nursery.start(serve, service, Address("127.0.0.1", 0), limits)
        # plain HTTP: to read all of the system's certificates takes longer than most of these tests
        async with httpx.AsyncClient(base_url=url, timeout=30, verify=False) as client:
            yield client, service
        service.draining.set()
