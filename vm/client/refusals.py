"""Answers that are errors, as errors of our tree: the server's own words, in the class that its slug names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

from vm.errors import RemoteError, ServerRefused, VMError


def check(answer: httpx.Response) -> None:
    """Raise what an answer tells, if it is an error. Its body has been read.

    Raises:
        VMError: Of the class whose slug the answer names, with what the server says of it.
        ServerRefused: The answer names none.
    """
    if answer.is_success:
        return
    told = _told(answer)
    for cls in _classes():
        if told.get("slug") == cls.slug and cls is not VMError:
            error = cls.__new__(cls)  # not from its fields: what they were is in the server's words
            VMError.__init__(error, told["message"], where=told.get("where"), fix=told.get("fix"))
            raise error
    raise ServerRefused(answer.status_code, told.get("message") or answer.reason_phrase)


def rebuild(failure: dict[str, Any]) -> RemoteError:
    """Return what a run failed with, its causes with it."""
    error = RemoteError(failure["message"], type_name=failure["type"])
    if failure.get("cause") is not None:
        error.__cause__ = rebuild(failure["cause"])
    return error


def _told(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return told if isinstance(told, dict) and isinstance(told.get("message"), str) else {}


def _classes() -> Iterator[type[VMError]]:
    pending: list[type[VMError]] = [VMError]
    while pending:
        found = pending.pop()
        pending += found.__subclasses__()
        yield found
