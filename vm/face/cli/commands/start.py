"""Store a run and leave it to be driven by somebody else; print its id.

`python -m vm resume RUN` drives it.
"""

from __future__ import annotations

import argparse

from vm.face.cli import exits
from vm.face.cli.inputs import add_start_options, read_arguments, read_run_id, require_operand, steps_of
from vm.face.cli.screen import Screen
from vm.face.cli.usage import add_common


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_start_options(parser)
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    file = require_operand(options, "file", "give the path of a Python file with a workflow in it")
    args, kwargs = read_arguments(options)
    run_id = read_run_id(options.run_id)

    import trio

    from vm.face.embed import open_vm

    async def store() -> str:
        async with open_vm(options.world, recover=False) as vm:
            run = await vm.start_with(
                file,
                args,
                kwargs,
                workflow=options.workflow,
                run_id=run_id,
                seed=options.seed,
                steps=steps_of(options),
                is_parked=True,
            )
            return run.run_id

    made = trio.run(store)
    if screen.is_json:
        screen.answer({"run_id": made})
    else:
        screen.out.write(f"{made}\n")
    return exits.DONE
