"""Evaluating an expression where a run stood: inside the sandbox, with the variables of a frame, without effect.

The replay in which it is evaluated is thrown away afterwards, so whatever it changes is gone with it; commands are
refused, because no event is being fed; and its fuel is that of one advance.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import FrameType
from typing import Any, Final

from vm.core.program import Program
from vm.core.replay import Replay
from vm.errors import BadInput
from vm.inspect.moment import Variable, frames_of, replayed_to, show_variable
from vm.sandbox.compiler import compile_file
from vm.sandbox.counter import execute, make_cells
from world.records import JournalRow

FILE: Final = "<expression>"
FUEL: Final = 100_000  # calls and turns of its own, before it draws from that of an advance
_PROBE: Final = "probe"


def evaluate(
    program: Program,
    run_id: str,
    rows: Iterable[JournalRow],
    position: int,
    expression: str,
    *,
    task: int | None = None,
) -> Variable:
    """Return what an expression is at an event, in the innermost frame of a task (default: the body's).

    Raises:
        BadInput: It is no expression that the sandbox takes, it raises, or no task is left to ask.
        DivergenceError, JournalCorrupt: The journal does not replay up to there.
    """
    with replayed_to(program, run_id, rows, position) as (replay, _):
        frame = _find_frame(replay, program, task)
        names = {name: value for name, value in frame.f_locals.items() if name.isidentifier()}
        probe = _compile(expression, list(names), frame)
        replay._context.refill()
        try:
            found = probe(**names)
        except BaseException as error:
            error = replay._context.stopped or error  # a limit, which the body would never see
            raise BadInput(f"{expression} raises {type(error).__name__}: {error}") from error
        return show_variable(replay, expression, found)


def _find_frame(replay: Replay, program: Program, number: int | None) -> FrameType:
    for task in replay._context.kernel.tasks():
        if (task is replay._main) if number is None else task.number == number:
            frames = [frame for frame in frames_of(task._coroutine) if frame.f_code.co_filename in program.files]
            if frames:
                return frames[-1]
    raise BadInput("no frame is left there to evaluate anything in", fix="go to an event before the run's end")


def _compile(expression: str, names: list[str], frame: FrameType) -> Any:
    code, findings = compile_file(FILE, f"def {_PROBE}({', '.join(names)}):\n    return ({expression}\n    )\n")
    if code is None:
        raise BadInput(f"{expression} cannot be evaluated: {findings[0].message}", fix=findings[0].fix)
    namespace = dict(frame.f_globals)
    execute(code, namespace, make_cells(FUEL))
    return namespace[_PROBE]
