"""What an advance changes that others see of a run: its hooks, its streams, its attributes, runs that it starts.

Frozen rows, like those of `world.records`. Most advances change none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from vm.core.frozen import frozen

if TYPE_CHECKING:
    from world.records import BundleRecord, Creation, NewMessage


@frozen
class HookRecord:
    """An open hook. `token` is what others send to; no two open hooks of a world have the same.

    `kind` is `hook` or `webhook`; `schema` names what payloads are checked against; `respond` and `metadata` are
    encoded values, or None.
    """

    token: str
    run_id: str
    correlation_id: str
    kind: str
    created_ms: int
    schema: str | None = None
    respond: str | None = None
    metadata: str | None = None


@frozen
class HookClash:
    """A hook that was not opened: run `owner` has its token."""

    run_id: str
    correlation_id: str
    owner: str


@frozen
class NewChunk:
    """A piece to be appended to a run's stream. `kind` is `text`, `bytes` or `value`; `body` its bytes."""

    namespace: str
    kind: str
    body: bytes


@frozen
class ChunkRow:
    """A piece of a stream. `index` counts from 0, without gaps."""

    index: int
    kind: str
    body: bytes


@frozen
class StreamRecord:
    """A stream as it stands: `length` pieces so far, and whether more may come."""

    run_id: str
    namespace: str
    length: int
    is_closed: bool


@frozen
class Move:
    """Other code for a run: its source, stored with it, and where the code of its steps was found (JSON text)."""

    bundle: BundleRecord
    origin: str | None


@frozen
class Changes:
    """What one advance changes beside journal, waits and messages.

    `hooks_opened` whose token is another open hook's are not opened, and named in `Written.clashes`; one that is
    in `hooks_closed` as well is not open afterwards. `children` are stored unless a run with their id is there, which
    `Written.existing` names. `chunks` get their indexes in this order; what is written to a stream of
    `streams_closed` in the same advance comes before its end, later chunks are dropped. `attributes` maps names to
    JSON text, or to None to take one away. With `moved` the run points at other code from now on.
    """

    hooks_opened: tuple[HookRecord, ...] = ()
    hooks_closed: tuple[str, ...] = ()
    children: tuple[Creation, ...] = ()
    chunks: tuple[NewChunk, ...] = ()
    streams_closed: tuple[str, ...] = ()
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    moved: Move | None = None


@frozen
class Belongings:
    """What a run has beside its record, its journal and its waits.

    `hooks` are open ones; `chunks` those of all its streams, each stream's in order, and `streams_closed` the streams
    that get no more; `messages` those that wait in the queue; `keys` those of all messages that were ever sent to it.
    """

    hooks: tuple[HookRecord, ...] = ()
    chunks: tuple[NewChunk, ...] = ()
    streams_closed: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[NewMessage, ...] = ()
    keys: tuple[str, ...] = ()
