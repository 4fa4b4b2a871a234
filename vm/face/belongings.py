"""What a run has beside its journal, as lines of an exported file, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from world.changes import Belongings, HookRecord, NewChunk
from world.records import NewMessage

_TEXT: Final = (str,)
_TEXT_OR_NONE: Final = (str, type(None))

KINDS: Final[Mapping[str, Mapping[str, tuple[type, ...]]]] = {
    "hook": {
        "token": _TEXT,
        "correlation_id": _TEXT,
        "kind": _TEXT,
        "created_ms": (int,),
        "schema": _TEXT_OR_NONE,
        "respond": _TEXT_OR_NONE,
        "metadata": _TEXT_OR_NONE,
    },
    "chunk": {"namespace": _TEXT, "kind": _TEXT, "body": _TEXT},
    "closed": {"namespace": _TEXT},
    "attribute": {"name": _TEXT, "value": _TEXT},
    "message": {
        "kind": _TEXT,
        "payload": _TEXT_OR_NONE,
        "key": _TEXT_OR_NONE,
        "due_ms": (int,),
        "priority": (int,),
    },
    "key": {"key": _TEXT},
}
"""The fields of each kind of line, beside `more`, which names the kind."""


def dump_belongings(found: Belongings, text: Callable[[bytes], str]) -> Iterator[dict[str, Any]]:
    """Yield a line for each thing. `text` makes text of bytes."""
    for hook in found.hooks:
        yield {"more": "hook", **{name: getattr(hook, name) for name in KINDS["hook"]}}
    for chunk in found.chunks:
        yield {"more": "chunk", "namespace": chunk.namespace, "kind": chunk.kind, "body": text(chunk.body)}
    for namespace in found.streams_closed:
        yield {"more": "closed", "namespace": namespace}
    for name, value in found.attributes.items():
        yield {"more": "attribute", "name": name, "value": value}
    for message in found.messages:
        yield {"more": "message", **{name: getattr(message, name) for name in KINDS["message"]}}
    for key in found.keys:
        yield {"more": "key", "key": key}


def load_belongings(run_id: str, lines: Sequence[dict[str, Any]], data: Callable[[str], bytes]) -> Belongings:
    """Return what `lines`, which are of these kinds, say of a run. `data` undoes `text`."""
    by_kind: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for line in lines:
        by_kind[line["more"]].append({name: value for name, value in line.items() if name != "more"})
    return Belongings(
        hooks=tuple(HookRecord(run_id=run_id, **fields) for fields in by_kind["hook"]),
        chunks=tuple(
            NewChunk(fields["namespace"], fields["kind"], data(fields["body"])) for fields in by_kind["chunk"]
        ),
        streams_closed=tuple(fields["namespace"] for fields in by_kind["closed"]),
        attributes={fields["name"]: fields["value"] for fields in by_kind["attribute"]},
        messages=tuple(NewMessage(run_id=run_id, **fields) for fields in by_kind["message"]),
        keys=tuple(fields["key"] for fields in by_kind["key"]),
    )
