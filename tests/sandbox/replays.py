"""Bodies run by the core, as a host would: with their events, their limits and their end."""

from __future__ import annotations

import json
from typing import Any

from vm.core.codec import decode, encode
from vm.core.commands import Command, CompleteRun, FailRun
from vm.core.events import JOURNAL_VERSION, RunCreated, RunStarted
from vm.core.replay import Replay
from vm.sandbox.loader import load_source
from vm.sandbox.program import SandboxProgram
from vm.sandbox.version import POLICY_VERSION

T0 = 1_000_000


def start(source: str, *args: Any) -> tuple[Replay, list[Command]]:
    """Start the workflow `main` of a file; return the replay and the commands of its first advance."""
    bundle = load_source(source)
    workflow = f"workflow//{bundle.entry}//main"
    head = RunCreated(
        at_ms=T0,
        journal_version=JOURNAL_VERSION,
        run_id="run",
        workflow=workflow,
        bundle=bundle.hash,
        policy=POLICY_VERSION,
        seed="seed",
        input=encode((args, {})),
    )
    replay = Replay(SandboxProgram(bundle, workflow), head)
    return replay, replay.feed(RunStarted(at_ms=T0))


def result_of(source: str, *args: Any) -> Any:
    """Return what a workflow without steps returns."""
    _, commands = start(source, *args)
    last = commands[-1]
    assert isinstance(last, CompleteRun), last
    return decode(last.output)


def failure_of(source: str, *args: Any) -> tuple[str, str, list[int]]:
    """Return the type and the text of what a workflow without steps fails with, and the lines of its frames."""
    _, commands = start(source, *args)
    last = commands[-1]
    assert isinstance(last, FailRun), last
    written = json.loads(last.error)
    text = str(decode(last.error))
    return written["$error"], text, [line for _, line, _ in last.trace]
