"""The header of a new run: what makes it the run it is."""

from __future__ import annotations

import random
from typing import Final

from vm.core.events import JOURNAL_VERSION, Encoded, RunCreated, decode_event
from vm.core.ids import check_run_id, new_run_id
from vm.core.program import Program
from vm.errors import BadInput, RunExists
from world.interface import World

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
    secret: str | None = None,
    base_url: str | None = None,
    chain: str | None = None,
    parent: str | None = None,
) -> RunCreated:
    """Return the header of a run. Without a `run_id` it gets a new one; its `seed` is its id unless given.

    The others are as `RunCreated` has them.

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
        secret=secret,
        base_url=base_url,
        chain=chain,
        parent=parent,
        input=encoded_input,
    )


def new_secret() -> str:
    """Return what tokens of a run are made from: nobody can guess it."""
    return _ENTROPY.randbytes(16).hex()


def require_same(world: World, header: RunCreated) -> None:
    """Raise `RunExists` unless the stored run of that id was asked for alike: workflow, bundle, seed and input."""
    (first,) = world.read_journal(header.run_id, limit=1)
    stored = decode_event(first.body)
    if not isinstance(stored, RunCreated) or _identity(stored) != _identity(header):
        raise RunExists(header.run_id)


def _identity(header: RunCreated) -> tuple[str, ...]:
    return header.run_id, header.workflow, header.bundle, header.seed, header.input


def _check_seed(seed: str | None) -> None:
    """A seed is text that every machine reads alike, which half a character is not."""
    if seed is not None and any("\ud800" <= char <= "\udfff" for char in seed):
        raise BadInput(f"{seed!r} cannot be a seed: it holds half a character", fix="use plain text")
