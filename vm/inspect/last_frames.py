"""The frames in which a run's body failed, with their variables as of then."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from vm.core.program import Program
from vm.core.replay import Replay
from vm.core.verify import Verifier
from vm.inspect.moment import FrameView, show_variables
from world.records import JournalRow


def find_last_frames(
    program: Program, run_id: str, rows: Iterable[JournalRow], *, secrets: Collection[str] = (), has_all: bool = False
) -> tuple[FrameView, ...]:
    """Replay a failed run and return the frames that its failure went through, outermost first.

    Those of the author's files; with `has_all` also those of the sandbox and of the core. Empty when the body has
    not failed, or was stopped by a limit.

    Raises:
        DivergenceError, JournalCorrupt: The journal does not replay.
    """
    verifier = Verifier(program, run_id, open_body=_Autopsy)
    try:
        for row in rows:
            verifier.take(row.position, row.body, row.hash)
        replay = verifier.replay
        return tuple(_frames(replay, program.files, secrets, has_all)) if isinstance(replay, _Autopsy) else ()
    finally:
        verifier.close()


class _Autopsy(Replay):
    """A replay that keeps what its body failed with, when the body itself is thrown away."""

    error: BaseException | None = None

    def _drop(self) -> None:
        if self._main is not None:
            self.error = self._main._error
        super()._drop()


def _frames(replay: _Autopsy, files: Collection[str], secrets: Collection[str], has_all: bool) -> Iterable[FrameView]:
    trace = None if replay.error is None else replay.error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in files:
            variables = show_variables(replay, trace.tb_frame.f_locals, secrets)
            yield FrameView(code.co_filename, trace.tb_lineno, code.co_qualname, variables)
        elif has_all:
            yield FrameView(code.co_filename, trace.tb_lineno, code.co_qualname, ())
        trace = trace.tb_next
