"""Walking through a run by hand: `replay RUN --step`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vm.core.program import Program
from vm.errors import BadInput, CallerError
from vm.face.cli.moments import show_moment
from vm.face.cli.screen import Screen
from vm.face.cli.sources import Sources
from vm.face.cli.text import line
from vm.face.cli.travels import read_place
from vm.inspect.moment import Moment, describe_moment
from vm.inspect.probe import evaluate
from vm.inspect.travel import is_about_step, stands_at
from world.records import JournalRow

HELP: Final = """\
n, next         on to the next event          b, back          to the one before
e N, event N    to event N (-1: the last)     l FILE:LINE      on to where a task waits there; l LINE
s NAME, step    on to where a step is asked for
w, where        stacks with source            v, vars          the same, with variables
p EXPR, print   evaluate in the sandbox, without effect
q, quit         leave                         h, help          this"""

Read = Callable[[str], str]


@dataclass(slots=True)
class Stepper:
    """Where somebody stands in a run, and how to go on. `read` asks for a command; `EOFError` leaves."""

    program: Program
    run_id: str
    entry: str  # the file that a line without one is in
    rows: Sequence[JournalRow]
    moments: Sequence[Moment]
    sources: Sources
    screen: Screen
    at: int = 0
    has_locals: bool = False

    def walk(self, read: Read) -> None:
        """Take commands until one leaves."""
        self._say_where()
        while True:
            try:
                words = read(f"({self.run_id}:{self.moments[self.at].position}) ").strip()
            except (EOFError, KeyboardInterrupt):
                return
            command, _, argument = words.partition(" ")
            if command in ("q", "quit", "exit"):
                return
            try:
                self.obey(command or "n", argument.strip())
            except CallerError as error:
                self.screen.show([line((str(error), "red"))])

    def obey(self, command: str, argument: str) -> None:
        """Do what one command says.

        Raises:
            BadInput: It is none, or there is nothing there.
        """
        act = _COMMANDS.get(command)
        if act is None:
            raise BadInput(f"{command} is no command", fix="h lists them")
        act(self, argument)

    # ---- moving

    def _go(self, index: int) -> None:
        if not 0 <= index < len(self.moments):
            raise BadInput("the journal has no event there", fix=f"its events are 1 to {len(self.moments)}")
        self.at = index
        self._say_where()

    def _next(self, _: str) -> None:
        self._go(self.at + 1)

    def _back(self, _: str) -> None:
        self._go(self.at - 1)

    def _to_event(self, argument: str) -> None:
        try:
            number = int(argument)
        except ValueError as error:
            raise BadInput(f"{argument!r} is no event", fix=f"write a number from 1 to {len(self.moments)}") from error
        self._go(number - 1 if number > 0 else len(self.moments) + number)

    def _to_line(self, argument: str) -> None:
        if ":" not in argument:
            argument = f"{self.entry}:{argument}"
        file, number = read_place(argument)
        self._go_on(lambda moment: stands_at(moment, file, number), f"no task waits at {argument} any more")

    def _to_step(self, argument: str) -> None:
        self._go_on(lambda moment: is_about_step(moment, argument), f"step {argument} is not asked for any more")

    def _go_on(self, is_meant: Callable[[Moment], bool], what: str) -> None:
        found = next((index for index in self._later() if is_meant(self.moments[index])), None)
        if found is None:
            raise BadInput(what, fix="e 1 goes to the beginning")
        self._go(found)

    def _later(self) -> Iterator[int]:
        yield from range(self.at + 1, len(self.moments))

    # ---- looking

    def _say_where(self) -> None:
        moment = self.moments[self.at]
        rows = [line((describe_moment(moment), "bold"))]
        for task in moment.tasks:
            if task.frames:
                frame = task.frames[-1]
                excerpt = self.sources.excerpt((frame.file, frame.line, frame.function), around=0)
                rows.append(
                    line(f"  {frame.file}:{frame.line} in {frame.function}", (f"  waits for {task.waits_for}", "dim"))
                )
                rows += [line((f"    ❯ {text.strip()}", "cyan")) for _, text in excerpt]
        if moment.is_over:
            rows.append(line(f"  the run is {moment.status}"))
        self.screen.show(rows)

    def _where(self, _: str) -> None:
        show_moment(self.moments[self.at], self.sources, self.screen, has_locals=False)

    def _variables(self, _: str) -> None:
        show_moment(self.moments[self.at], self.sources, self.screen, has_locals=True)

    def _print(self, argument: str) -> None:
        if not argument:
            raise BadInput("there is nothing to evaluate", fix="write p EXPR, as in p order['total'] * 2")
        found = evaluate(self.program, self.run_id, self.rows, self.moments[self.at].position, argument)
        self.screen.show([line(found.text)])

    def _help(self, _: str) -> None:
        self.screen.show([line(row) for row in HELP.split("\n")])


_COMMANDS: Final[dict[str, Callable[[Stepper, str], None]]] = {
    "n": Stepper._next,
    "next": Stepper._next,
    "b": Stepper._back,
    "back": Stepper._back,
    "e": Stepper._to_event,
    "event": Stepper._to_event,
    "l": Stepper._to_line,
    "line": Stepper._to_line,
    "s": Stepper._to_step,
    "step": Stepper._to_step,
    "w": Stepper._where,
    "where": Stepper._where,
    "v": Stepper._variables,
    "vars": Stepper._variables,
    "p": Stepper._print,
    "print": Stepper._print,
    "h": Stepper._help,
    "help": Stepper._help,
}
