"""Answers that steps give to the requests of webhooks, while whoever called waits."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any, Final

from vm.errors import BadOption, OutsideStep

PutAnswer = Callable[[str, str], bool]
"""Keeps an answer, given the request's id; returns False when there is one already."""

current_put: Final[ContextVar[PutAnswer]] = ContextVar("current_put")


async def respond(
    request: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] | None = None, body: Any = None
) -> bool:
    """Answer a request that a webhook with `respond_with="manual"` received. For steps.

    `body` is text, or anything that JSON has. Returns False when the request was answered before: that stands.

    Raises:
        OutsideStep: No step is running here.
        BadOption: The status is none, or the body is nothing that JSON has.
    """
    put = current_put.get(None)
    if put is None:
        raise OutsideStep("respond")
    if type(status) is not int or not 200 <= status <= 599:
        raise BadOption("status", "it has to be a number from 200 to 599")
    try:
        text = json.dumps({"status": status, "headers": dict(headers or {}), "body": body}, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise BadOption("body", f"it is nothing that JSON has: {error}") from error
    return put(str(request["id"]), text)
