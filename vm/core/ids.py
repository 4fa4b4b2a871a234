"""Names of workflows, steps and runs."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from vm.errors import BadInput

_RUN_ID: Final = re.compile(r"[A-Za-z0-9_.:@-]{1,128}")
_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O, U
_PAIRS: Final = [high + low for high in _DIGITS for low in _DIGITS]
_ENTROPY_BYTES: Final = 10
_LONGEST: Final = 128
_HASH_DIGITS: Final = 24


def workflow_id(file: str, name: str) -> str:
    """Return the id of the workflow `name` in `file` (a path from the project's root, or a dotted module)."""
    return f"workflow//{file}//{name}"


def step_id(file: str, name: str) -> str:
    """Return the id of the step `name` in `file` (a path from the project's root, or a dotted module)."""
    return f"step//{file}//{name}"


def split_id(id: str) -> tuple[str, str, str]:
    """Return (kind, file, name) of a workflow's or step's id.

    Raises:
        BadInput: It is not such an id.
    """
    kind, _, rest = id.partition("//")
    file, _, name = rest.rpartition("//")
    if kind not in ("workflow", "step") or not file or not name:
        raise BadInput(f"{id!r} is not an id", fix="write workflow//FILE//NAME or step//FILE//NAME")
    return kind, file, name


def short_name(id: str) -> str:
    """Return the function's name in an id; a name without `//` is one already."""
    return id.rpartition("//")[2]


def new_run_id(random_bytes: bytes, now_ms: int) -> str:
    """Return `wrun_` and 26 characters (a ULID): 48 bits of time, then 80 random bits. Ids sort by time.

    `random_bytes` are at least 10; the first 10 are used.
    """
    number = (now_ms & (2**48 - 1)) << 80 | int.from_bytes(random_bytes[:_ENTROPY_BYTES], "big")
    return "wrun_" + "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])


def child_run_id(parent: str, correlation_id: str) -> str:
    """Return the id of the run that `parent` starts as its `correlation_id`: `order-42.3` for `child_3`."""
    return _fit(f"{parent}.{correlation_id.rpartition('_')[2]}")


def next_run_id(chain: str, run_id: str) -> str:
    """Return the id of the run that continues `run_id`, one of `chain`: `daily`, `daily:2`, `daily:3`."""
    number = run_id.rpartition(":")[2] if run_id != chain else "1"
    return _fit(f"{chain}:{int(number) + 1 if number.isdecimal() else 2}")


def _fit(run_id: str) -> str:
    """Return a run id that is not too long: the end of one that is stands for by its hash."""
    if len(run_id) <= _LONGEST:
        return run_id
    digest = hashlib.sha256(run_id.encode()).hexdigest()[:_HASH_DIGITS]
    return f"{run_id[: _LONGEST - _HASH_DIGITS - 1]}-{digest}"


def check_run_id(text: str) -> str:
    """Return `text`, which is a run id that a caller may choose.

    Raises:
        BadInput: It is empty, too long, or holds other characters than letters, digits and `_.:@-`.
    """
    if _RUN_ID.fullmatch(text) is None:
        raise BadInput(
            f"{text!r} cannot be a run id",
            fix="use 1 to 128 letters, digits, `_`, `.`, `:`, `@` and `-`, as in order-42",
        )
    return text
