"""A client for a server that `python -m vm serve` started, with the verbs of `VM` and `Run`. For trio and asyncio.

    async with connect("http://127.0.0.1:8700", token="...") as client:
        run = await client.start("take_payment", "A-7", amount=4200)
        print(await run.result())

Needs nothing of the machine that the runs are on: `pip install "workflow-vm[client]"`.
"""

from __future__ import annotations

from vm.client.client import Client, connect
from vm.client.records import Chunk, Event, Hook, Resumed, RunInfo, Workflow
from vm.client.run import Run

__all__ = ["Chunk", "Client", "Event", "Hook", "Resumed", "Run", "RunInfo", "Workflow", "connect"]
