"""The header of a new run: what makes it the run it is."""

from __future__ import annotations

import random
from typing import Final

from vm.core.events import JOURNAL_VERSION, Encoded, RunCreated
from vm.core.ids import check_run_id, new_run_id
from vm.core.program import Program
from vm.errors import BadInput

_ENTROPY: Final = random.SystemRandom()


def make_header(
    program: Program,
    workflow: str,
    bundle_hash: str,
    encoded_input: Encoded,
    *,
    now_ms: int,
    run_id: str | None,
    seed: str | None,
) -> RunCreated:
    """Return the header of a run. Without a `run_id` it gets a new one; its `seed` is its id unless given.

    Raises:
        BadInput: The id or the seed cannot be one.
    """
    _check_seed(seed)
    run_id = new_run_id(_ENTROPY.randbytes(10), now_ms) if run_id is None else check_run_id(run_id)
    return RunCreated(
        at_ms=now_ms,
        journal_version=JOURNAL_VERSION,
        run_id=run_id,
        workflow=workflow,
        bundle=bundle_hash,
        policy=program.policy,
        seed=run_id if seed is None else seed,
        input=encoded_input,
    )


def is_same_run(one: RunCreated, other: RunCreated) -> bool:
    """Say whether two headers of one run id ask for the same: workflow, bundle, seed and input."""
    return _identity(one) == _identity(other)


def _identity(header: RunCreated) -> tuple[str, ...]:
    return header.run_id, header.workflow, header.bundle, header.seed, header.input


def _check_seed(seed: str | None) -> None:
    """A seed is text that every machine reads alike, which half a character is not."""
    if seed is not None and any("\ud800" <= char <= "\udfff" for char in seed):
        raise BadInput(f"{seed!r} cannot be a seed: it holds half a character", fix="use plain text")
