"""Send a payload to a run that waits for one, by the token of its hook.

The payload is checked against the hook's type before anything is written.
With --key it is received once, however often it is sent.
"""

from __future__ import annotations

import argparse
import json
from functools import partial

from vm.errors import BadInput
from vm.face.cli import exits
from vm.face.cli.acting import with_mailer
from vm.face.cli.screen import Screen
from vm.face.cli.text import line
from vm.face.cli.usage import add_common


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("token", metavar="TOKEN", help="the token of the hook; `inspect hooks` lists them")
    parser.add_argument("payload", metavar="JSON", nargs="?", default="null", help="what to send (default: null)")
    parser.add_argument("--key", metavar="K", help="an idempotency key: the same one is received once")
    add_common(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    payload = _read(options.payload)
    found = with_mailer(options, lambda mailer: mailer.resume_hook(options.token, payload, key=options.key))
    if screen.is_json:
        screen.answer({"run_id": found.run_id, "new": found.is_new})
    elif found.is_new:
        screen.show([line("sent to run ", (found.run_id, "bold"))])
    else:
        screen.show([line(f"run {found.run_id} had a payload with the key {options.key} before")])
    return exits.DONE


def _read(text: str) -> object:
    try:
        return json.loads(text, parse_constant=partial(_refuse, text))
    except ValueError as error:
        raise BadInput(f"{text!r} is not JSON", fix="quote text twice in a shell: '\"yes\"'") from error


def _refuse(text: str, constant: str) -> object:
    raise ValueError(f"{constant} is not JSON")
