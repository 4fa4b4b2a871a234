"""Values across the boundary: objects to canonical JSON text, and back.

Equal values give equal bytes on every machine, Python and hash seed, and `encode(decode(text)) == text` for
every text that `encode` made. What does not round-trip is refused where it is passed, naming the path.

JSON objects whose first key starts with `$` are tags (`{"$tuple":[1,2]}`); a dict that is not
all-`str`-keyed, or whose first key starts with `$`, is `{"$dict":[[key,value],...]}`. `{"$ref":n}` points
back to the n-th container met: aliasing and cycles inside one payload survive.
"""

from __future__ import annotations

from typing import Any

from vm.core.codec._decode import BAD_TEXT, Decoder, parse_json
from vm.core.codec._encode import MAX_DEPTH, Encoder
from vm.core.codec._record import Record
from vm.core.codec._refusal import Refusal
from vm.core.codec._scalars import CALL_START, SCALARS, write_scalar_call
from vm.core.codec._types import PLAIN, Types, TypeTable, serializable, zone_of_process
from vm.core.events import Encoded
from vm.errors import MalformedValue

__all__ = [
    "MAX_DEPTH", "PLAIN", "Record", "TypeTable", "Types",
    "decode", "decode_call", "encode", "encode_call", "plain", "serializable", "zone_of_process",
]  # fmt: skip


def encode(value: Any, types: Types = PLAIN, *, path: str = "value") -> Encoded:
    """Return the canonical text of `value`. `path` is what a refusal calls it.

    No code of the author's runs, except `to_state` of `@serializable` classes and `__str__` of exceptions.

    Raises:
        NotSerializable: Something in `value` does not round-trip, or lies more than `MAX_DEPTH` levels deep.
    """
    scalar = SCALARS.get(type(value))
    try:
        return Encoded(Encoder(types).write(value) if scalar is None else scalar(value))
    except Refusal as refusal:
        raise refusal.error(path) from None


def encode_call(args: tuple[Any, ...], kwargs: dict[str, Any], types: Types = PLAIN) -> Encoded:
    """Return the text of the pair `(args, kwargs)`. A refusal names its path as the caller sees it.

    Raises:
        NotSerializable: As `encode`; the path starts with `args[0]` or `kwargs["name"]`.
    """
    text = None if kwargs else write_scalar_call(args)
    try:
        return Encoded(text or Encoder(types).write((args, kwargs)))
    except Refusal as refusal:
        raise refusal.error_in_call() from None


def decode(text: str, types: Types = PLAIN) -> Any:
    """Return the value whose text is `text`: a fresh object graph of the same shape, order and types.

    A class that `types` does not know comes back as `Record`, an exception as `RemoteError`; both encode to
    the same text again.

    Raises:
        MalformedValue: `text` is not what `encode` made.
    """
    try:
        node = parse_json(text)
        return Decoder(types).read(node) if '"$' in text else node
    except MalformedValue:
        raise
    except BAD_TEXT as error:
        raise MalformedValue(f"{type(error).__name__}: {error}") from error


def decode_call(text: str, types: Types = PLAIN) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return the pair (args, kwargs) whose text is `text`.

    Raises:
        MalformedValue: `text` is not what `encode_call` made.
    """
    if text.startswith(CALL_START) and text.count('"$') == 2:  # no tags but those of the two tuples
        node = plain(text)
        call = node["$tuple"]
        if len(node) == 1 and len(call) == 2 and len(call[0]) == 1:
            return tuple(call[0]["$tuple"]), call[1]
    pair = decode(text, types)
    if type(pair) is not tuple or len(pair) != 2:
        raise MalformedValue("it is not the pair of a call's arguments")
    args, kwargs = pair
    return args, kwargs


def plain(text: str) -> Any:
    """Return the JSON form of an encoded value for display: plain where the value is, tagged elsewhere.

    Raises:
        MalformedValue: `text` is not JSON.
    """
    try:
        return parse_json(text)
    except MalformedValue:
        raise
    except BAD_TEXT as error:
        raise MalformedValue(f"{type(error).__name__}: {error}") from error
