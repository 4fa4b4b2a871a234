"""Where output goes: one answer on stdout, progress beside it, errors on stderr; colour only on a terminal."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, TextIO

from vm.face.cli.text import Line, cell_width, columns, plain_text, safe

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

MIN_LAST_COLUMN: Final = 16


class Outlet:
    """A text stream that outlives its reader: once the other end is closed, it swallows what is written.

    A run must not die because `| head` has seen enough, nor because the disk behind it is full; `fault` is
    then what the stream failed with, for whoever ends the program. None is a stream that was closed before the
    start.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream or io.StringIO()
        self.is_closed = stream is None
        self.fault: OSError | None = None
        self.encoding = getattr(stream, "encoding", None) or "utf-8"

    def write(self, text: str) -> int:
        self._try(lambda: self._write(text))
        return len(text)

    def flush(self) -> None:
        self._try(self._stream.flush)

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
        except UnicodeEncodeError:  # a terminal that is not UTF-8
            self._stream.write(text.encode(self.encoding, "backslashreplace").decode(self.encoding))

    def _try(self, act: Callable[[], object]) -> None:
        if self.is_closed:
            return
        try:
            act()
        except OSError as error:
            self.is_closed = True
            self.fault = None if isinstance(error, BrokenPipeError) else error
            self._plug()

    def _plug(self) -> None:
        """Lead the descriptor nowhere, so that the interpreter's last flush does not fail on it."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)


class Screen:
    """Where a command shows things. Use it in a `with`.

    Under `is_json` stdout carries exactly one document (`answer`), and everything else, also what steps
    print and what their child processes write, goes to stderr.
    """

    def __init__(self, *, is_json: bool = False) -> None:
        self.is_json = is_json
        self._stack = contextlib.ExitStack()
        self.errors = Outlet(sys.stderr)
        self.out = Outlet(sys.stdout)
        self._console: Console | None = None

    def __enter__(self) -> Screen:
        if self.is_json:
            self.out = Outlet(self._take_stdout())
        return self

    def __exit__(self, *_: object) -> None:
        self.out.flush()
        self.errors.flush()
        self._stack.close()

    @property
    def progress(self) -> Outlet:
        """What is shown on the way to the answer goes here."""
        return self.errors if self.is_json else self.out

    @property
    def is_rich(self) -> bool:
        """Whether people watch: colours, tables and a live view make sense."""
        return not self.is_json and self.out.isatty() and os.environ.get("TERM") != "dumb"

    @property
    def console(self) -> Console:
        """The rich console on stdout. Importing rich takes a while: ask only when `is_rich`."""
        if self._console is None:
            from rich.console import Console

            self._console = Console(file=_as_text_io(self.out), highlight=False)
        return self._console

    def show(self, rows: Iterable[Line], *, title: str | None = None, style: str = "") -> None:
        """Show lines; with a title, in a panel on a terminal."""
        if not self.is_rich:
            self.progress.write(plain_text(rows))
            self.progress.flush()
            return
        self.console.print(_rich_block(rows, title, style))

    def show_error(self, rows: Iterable[Line]) -> None:
        """Show lines on stderr."""
        if not self.errors.isatty() or os.environ.get("TERM") == "dumb":
            self.errors.write(plain_text(rows))
            self.errors.flush()
            return
        from rich.console import Console

        Console(file=_as_text_io(self.errors), highlight=False).print(_rich_block(rows, None, ""))

    def show_table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Show a table: ruled and folded to the width on a terminal, aligned text elsewhere."""
        if not self.is_rich:
            self.show(columns(heads, rows))
            return
        self.console.print(_rich_table(heads, rows, self.console.width))

    def answer(self, document: Any) -> None:
        """Print the one JSON document of this command. ASCII only: it survives every encoding."""
        self.out.write(json.dumps(document) + "\n")
        self.out.flush()

    def _take_stdout(self) -> TextIO | None:
        """Keep stdout for the answer alone; lead everything else that writes to it to stderr."""
        answer: TextIO | None = sys.stdout
        if _descriptor(sys.stdout) == 1 and _descriptor(sys.stderr) == 2:
            sys.stdout.flush()
            answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
            self._stack.callback(_give_back_stdout, answer)
            os.dup2(2, 1)
        self._stack.enter_context(contextlib.redirect_stdout(sys.stderr))
        return answer


def _give_back_stdout(answer: TextIO) -> None:
    os.dup2(answer.fileno(), 1)
    answer.close()


def _descriptor(stream: TextIO | None) -> int | None:
    try:
        return None if stream is None else stream.fileno()
    except (OSError, ValueError):
        return None  # a stream of a test or an embedding program


def _as_text_io(outlet: Outlet) -> Any:
    return outlet  # rich asks for an IO[str]; what it uses of one is all here


def _rich_table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> RenderableType:
    """Return a table whose last column folds first: ids, states and times stay on one line while they can."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    widest = [max(map(cell_width, column)) for column in zip(heads, *rows, strict=True)]
    is_roomy = sum(wide + 1 for wide in widest[:-1]) + min(MIN_LAST_COLUMN, widest[-1]) <= width
    for head, wide in zip(heads[:-1], widest, strict=False):
        table.add_column(head, overflow="fold", width=wide if is_roomy else None)
    table.add_column(heads[-1], overflow="fold")
    for row in rows:
        table.add_row(*(Text(safe(cell)) for cell in row))
    return table


def _rich_block(rows: Iterable[Line], title: str | None, style: str) -> RenderableType:
    from rich.panel import Panel
    from rich.text import Text

    text = Text("\n").join(Text.assemble(*row, overflow="fold") for row in rows)
    return text if title is None else Panel(text, title=title, title_align="left", border_style=style)
