"""Plain pdb on a body that stands still: `replay RUN --at N --pdb`."""

from __future__ import annotations

import linecache
import pdb
import sys
from collections.abc import Collection, Iterable
from types import FrameType
from typing import Any

from vm.core.program import Program
from vm.core.replay import Replay
from vm.errors import BadInput
from vm.inspect.moment import frames_of, replayed_to
from world.records import JournalRow


class StillPdb(pdb.Pdb):
    """pdb on frames that wait: its stack is that of a task, and nothing can be gone on with."""

    def __init__(self, frames: list[FrameType], **options: Any) -> None:
        super().__init__(**options)
        self._frames = frames
        self.reset()

    def canonic(self, filename: str) -> str:
        """Return a file's name as the source is known by: that which ran, not what lies in some folder."""
        return filename if filename in linecache.cache else str(super().canonic(filename))

    def get_stack(self, f: FrameType | None, t: Any) -> tuple[list[tuple[FrameType, int]], int]:
        """Return the task's frames, outermost first, and which of them one begins in."""
        return [(frame, frame.f_lineno) for frame in self._frames], len(self._frames) - 1


def debug(program: Program, run_id: str, rows: Iterable[JournalRow], position: int, **options: Any) -> None:
    """Open pdb in the body's frames at an event. Expressions see its variables; what they change is thrown away.

    `options` are pdb's own.

    Raises:
        BadInput: The body had not begun, or had ended.
        DivergenceError, JournalCorrupt: The journal does not replay up to there.
    """
    with replayed_to(program, run_id, rows, position) as (replay, _):
        frames = _main_frames(replay, program.files)
        if not frames:
            raise BadInput(f"at event {position} the body stands nowhere", fix="go to an event between start and end")
        tracer = sys.gettrace()  # pdb takes away whatever traces, when it is left
        try:
            StillPdb(frames, **options).interaction(frames[-1], None)
        finally:
            sys.settrace(tracer)


def _main_frames(replay: Replay, files: Collection[str]) -> list[FrameType]:
    main = replay._main
    if main is None or replay.is_over:
        return []
    return [frame for frame in frames_of(main._coroutine) if frame.f_code.co_filename in files]
