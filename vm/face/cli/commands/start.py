"""Store a run and leave it to whoever takes it up; print its id.

A worker does (`python -m vm worker FILE`), or `python -m vm resume RUN`.
Starting twice with one --run-id gives one run; while a run with the same
--dedup-key has not ended, that one is printed.
"""

from __future__ import annotations

import argparse

from vm.face.cli import exits
from vm.face.cli.inputs import add_start_options, read_arguments, read_run_id, require_operand, steps_of
from vm.face.cli.screen import Screen
from vm.face.cli.usage import add_common


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_start_options(parser)
    parser.add_argument("--delay", metavar="TIME", help="leave it alone for so long: 10m")
    parser.add_argument("--priority", metavar="N", type=int, default=0, help="greater ones are taken up first")
    parser.add_argument("--dedup-key", metavar="K", help="one run at a time has it")
    parser.add_argument("--timeout", metavar="TIME", help="ask it to end when it takes longer")
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    file = require_operand(options, "file", "give the path of a Python file with a workflow in it")
    args, kwargs = read_arguments(options)
    run_id = read_run_id(options.run_id)

    import trio

    from vm.face.embed import open_vm
    from vm.face.handle import Run

    async def store() -> Run:
        async with open_vm(options.world, recover=False) as vm:
            return await vm.start_with(
                file,
                args,
                kwargs,
                workflow=options.workflow,
                run_id=run_id,
                seed=options.seed,
                steps=steps_of(options),
                is_parked=True,
                delay=options.delay,
                priority=options.priority,
                dedup_key=options.dedup_key,
                timeout=options.timeout,
            )

    run = trio.run(store)
    if screen.is_json:
        screen.answer({"run_id": run.run_id, "new": run.is_new})
    else:
        screen.out.write(f"{run.run_id}\n")
    return exits.DONE
