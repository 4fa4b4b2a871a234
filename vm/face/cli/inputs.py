"""What a caller typed, read into values: arguments as JSON, times, run ids."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any

from vm.core.ids import check_run_id
from vm.errors import BadInput
from vm.face.times import DEFAULT_START, read_moment


def add_start_options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` and `start` share: the source and its input."""
    parser.add_argument("file", metavar="FILE", nargs="?", help="the Python file that holds the workflow")
    add_input_options(parser)
    parser.add_argument("--run-id", metavar="ID", help="choose the run's id: starting it twice gives the same run")
    parser.add_argument("--seed", metavar="S", help="what randomness is drawn from (default: the run's id)")


def add_input_options(parser: argparse.ArgumentParser) -> None:
    """Add what says which workflow of a file is called, and with what."""
    parser.add_argument("--workflow", metavar="NAME", help="which one, when the file has several")
    parser.add_argument("--args", metavar="JSON", help="positional arguments: a JSON array")
    parser.add_argument("--kwargs", metavar="JSON", help="named arguments: a JSON object")
    parser.add_argument(
        "--arg", metavar="k=JSON", action="append", default=[], help="one named argument; may be repeated"
    )
    add_steps_option(parser)


def add_steps_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--steps",
        metavar="FILE",
        action="append",
        default=[],
        help="another file whose steps use_step may name; may be repeated",
    )


def add_virtual_time(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--virtual-time",
        metavar="START",
        nargs="?",
        const=DEFAULT_START,
        help=f"run on a clock that jumps from wait to wait (default: from {DEFAULT_START})",
    )


def settle_virtual_time(options: argparse.Namespace, operand: str) -> None:
    """Give back what `--virtual-time` took when the operand stood right behind it: `--virtual-time FILE`."""
    taken = options.virtual_time
    if getattr(options, operand) is None and taken is not None and read_moment(taken) is None:
        setattr(options, operand, taken)
        options.virtual_time = DEFAULT_START


def require_operand(options: argparse.Namespace, operand: str, fix: str) -> str:
    """Return the operand, or raise `BadInput` when it was left out."""
    value: str | None = getattr(options, operand)
    if value is None:
        raise BadInput(f"{operand.upper()} is missing", fix=fix)
    return value


def read_arguments(options: argparse.Namespace) -> tuple[list[Any], dict[str, Any]]:
    """Return the positional and the named arguments that the workflow is to be called with.

    Raises:
        BadInput: Something is not JSON, or JSON of another kind, or an argument is given twice.
    """
    args = [] if options.args is None else read_json(options.args, "--args")
    if not isinstance(args, list):
        raise BadInput(f"--args is {_kind(args)}, not an array", fix="write --args '[1, \"two\"]'")
    kwargs = {} if options.kwargs is None else read_json(options.kwargs, "--kwargs")
    if not isinstance(kwargs, dict):
        raise BadInput(f"--kwargs is {_kind(kwargs)}, not an object", fix="write --kwargs '{\"amount\": 5}'")
    for pair in options.arg:
        name, equals, text = pair.partition("=")
        if not equals or not name:
            raise BadInput(f"--arg {pair!r} has no name", fix="write --arg amount=5, or --arg 'name=\"Ada\"'")
        if name in kwargs:
            raise BadInput(f"the argument {name!r} is given twice", fix="give it once, by --arg or in --kwargs")
        kwargs[name] = read_json(text, f"--arg {name}")
    return args, kwargs


def read_json(text: str, option: str) -> Any:
    """Read JSON that a caller typed. `option` is what an error calls it."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        quoted = f"; text wants quotes: {json.dumps(text)}" if _looks_like_word(text) else ""
        raise BadInput(
            f"{option} is not JSON: {error.msg} at character {error.pos + 1}",
            fix=f"put the JSON into single quotes, so that the shell leaves it alone{quoted}",
        ) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of brackets
        raise BadInput(f"{option} is too much to read: {error}", fix="pass large data in a file") from error


def _looks_like_word(text: str) -> bool:
    return text[:1].isalpha()


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "an array", str: "text", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


def read_run_id(text: str | None) -> str | None:
    """Return the run id that a caller chose, checked. Raises `BadInput`."""
    return None if text is None else check_run_id(text)


def read_limit(value: int | None) -> int | None:
    """Return a limit, checked. Raises `BadInput`."""
    if value is not None and value < 1:
        raise BadInput(f"--limit {value} shows nothing", fix="give a number from 1 up")
    return value


def steps_of(options: argparse.Namespace) -> Sequence[str]:
    files: list[str] = options.steps
    return files
