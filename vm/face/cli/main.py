"""The entry point: choose a command, run it, turn whatever went wrong into a message and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

from vm.errors import BadInput, OperatorError, VMError
from vm.face.cli import exits
from vm.face.cli.faults import exit_code_of, show_bug, show_fault
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import PROGRAM, Parser
from vm.host.collecting import collect_rarely

COMMANDS: Final = {
    "run": "start a workflow and drive it to its end",
    "start": "store a run for somebody else to drive; print its id",
    "worker": "drive whatever is due of some files' workflows, until stopped",
    "resume": "drive an interrupted run on from its journal",
    "hook": "send a payload to a run that waits for one",
    "cancel": "ask a run to end; it may clean up",
    "terminate": "end a run without asking it",
    "wake": "end the sleeps that a run is in",
    "upgrade": "move a run in flight to newer code, proved by replay first",
    "rerun": "start a new run with the input of another",
    "replay": "regenerate a run's journal and compare, byte for byte",
    "diff": "say where two runs part, and at which line",
    "inspect": "look at runs, steps, events, waits and the queue",
    "report": "write one run as a page to look at",
    "export": "write one run, its journal and its source into a file",
    "import": "store a run from such a file, once it has replayed",
    "queue": "look at what waits for workers; revive what they gave up on",
    "schedule": "start runs by the clock: add, list, pause, resume, trigger, remove",
    "doctor": "say whether a world is well, and what to do where it is not",
    "gc": "delete runs that ended long ago",
    "backup": "copy a world while it is in use, and try the copy",
    "graph": "show the graphs in a file, as a tree, Mermaid or JSON",
    "check": "say what the sandbox refuses in a file, and how to mend it",
    "serve": "serve workflows over HTTP",
    "new": "make a small project, with tests that pass",
    "explain": "explain an error at length",
}

_MODULES: Final = {"import": "import_run"}
"""Commands whose names a module cannot have."""

NEEDED: Final = ("trio", "RestrictedPython", "rich", "sqlite_utils")

_EXIT_CODES: Final = """\
exit codes: 0 done, 1 the workflow failed, 2 usage or refused source, 3 cancelled,
4 replay diverged or journal corrupt, 70 a bug of this program, 130 interrupted"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code. `argv` is without the program's name."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    with collect_rarely(), Screen(is_json=_asks_for_json(arguments)) as screen:
        code = _answer(arguments, screen)
        screen.out.flush()
        return code if screen.out.fault is None else _tell_lost_output(screen.out.fault, code, screen)


def _answer(arguments: list[str], screen: Screen) -> int:
    try:
        return _dispatch(arguments, screen)
    except VMError as error:
        show_fault(error, screen)
        return exit_code_of(error)
    except BaseException as error:  # noqa: BLE001 - the last resort: nobody is shown a bare traceback
        return _end_badly(error, screen)


def _tell_lost_output(fault: OSError, code: int, screen: Screen) -> int:
    """Say that stdout took no more. What was recorded is in the world all the same."""
    screen.show_error(
        [
            line(("error: ", "bold red"), (f"the output could not be written: {fault.strerror}", "bold")),
            line(f"  fix:   make room where it goes. Nothing recorded is lost: `{PROGRAM} inspect runs` shows it"),
        ]
    )
    return code or exits.REFUSED


def _end_badly(error: BaseException, screen: Screen) -> int:
    """Tell an interruption, also one that comes wrapped in the groups of an event loop, from a bug."""
    others = error.split(KeyboardInterrupt)[1] if isinstance(error, BaseExceptionGroup) else error
    if others is None or isinstance(others, KeyboardInterrupt):
        screen.show_error([line("interrupted")])
        return exits.INTERRUPTED
    if isinstance(error, ModuleNotFoundError) and error.name in NEEDED:
        show_fault(_not_installed(error.name), screen)
        return exits.REFUSED
    show_bug(error, screen)
    return exits.BUG


def _not_installed(module: str) -> VMError:
    return OperatorError(
        f"{sys.executable} has no {module}, which workflow-vm needs",
        fix="use the Python it is installed for (after `make run`: `. .venv/bin/activate`), or `pip install` it there",
    )


def _asks_for_json(arguments: Sequence[str]) -> bool:
    """Find `--json` and its like without parsing, so that a usage error is JSON too."""
    pairs = zip(["", *arguments], arguments, strict=False)
    return "--json" in arguments or any(
        f"{before}={after}" in _DOCUMENTS or after in _DOCUMENTS for before, after in pairs
    )


_DOCUMENTS: Final = ("--format=json", "--format=sarif")
"""Options that ask for one JSON document, like `--json`."""


def _dispatch(arguments: list[str], screen: Screen) -> int:
    if not arguments or arguments[0].startswith("-"):
        return _answer_without_command(arguments, screen)
    name, *rest = arguments
    if name not in COMMANDS:
        raise BadInput(f"there is no command {name!r}", fix=f"use one of: {', '.join(COMMANDS)}")
    command: Any = import_module(f"vm.face.cli.commands.{_MODULES.get(name, name)}")
    parser = Parser(name, about=(command.__doc__ or COMMANDS[name]).rstrip(), epilog=_EXIT_CODES)
    command.add_arguments(parser)
    if "-h" in rest or "--help" in rest:
        screen.out.write(parser.format_help())
        return exits.DONE
    code: int = command.execute(parser.parse_args(rest), screen)
    return code


def _answer_without_command(arguments: list[str], screen: Screen) -> int:
    if arguments and arguments[0] in ("-h", "--help"):
        screen.out.write(_help_text())
        return exits.DONE
    if arguments and arguments[0] == "--version":
        from vm import __version__

        screen.out.write(f"workflow-vm {__version__}\n")
        return exits.DONE
    if arguments and arguments != ["--json"]:
        raise BadInput(f"{arguments[0]!r} is not a command", fix=f"see `{PROGRAM} --help`")
    raise BadInput("no command was given", fix=f"use one of: {', '.join(COMMANDS)} (`{PROGRAM} --help` says more)")


def _help_text() -> str:
    commands = "\n".join(f"  {name:10}{about}" for name, about in COMMANDS.items())
    return f"""\
usage: {PROGRAM} COMMAND ...

Durable workflows in plain Python: crash anywhere, go on; replay anywhere.

commands:
{commands}

`{PROGRAM} COMMAND --help` says what a command takes.

{_EXIT_CODES}
"""
