"""What an endpoint is: a row of the table that both the routes and the OpenAPI document are made from."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from vm.face.http.models import Nothing, Query
from vm.face.http.problems import Problem

if TYPE_CHECKING:
    from vm.face.http.service import Service

Handler = Callable[["Service", Request], Awaitable[Response]]
Answers = Mapping[int, tuple[str, type[BaseModel] | None]]
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Header:
    """A header that an endpoint reads. It need not be there; where it is, all of it matches `pattern`."""

    name: str
    about: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """`scope` is what a token needs (None: nothing). `answers` are statuses with their meaning and model.

    `media` is the content type of a good answer that is no JSON.
    """

    method: str
    path: str
    summary: str
    handler: Handler
    scope: str | None
    query: type[Query] = Nothing
    body: type[BaseModel] | None = None
    answers: Answers = field(default_factory=dict)
    headers: Sequence[Header] = ()
    media: str = "application/json"

    @property
    def name(self) -> str:
        return self.handler.__name__


def check_headers(request: Request, headers: Sequence[Header]) -> None:
    """Raise `Problem` (422) where one of these headers is there and does not match its pattern."""
    for header in headers:
        for text in request.headers.getlist(header.name):
            if re.fullmatch(header.pattern, text) is None:
                raise Problem(422, "bad-input", f"{header.name} has to match {header.pattern}")


def read_query(request: Request, model: type[_Model]) -> _Model:
    """Return the parameters behind the question mark. Raises `Problem` (422)."""
    pairs = request.query_params.multi_items()
    given = dict(pairs)
    if len(given) < len(pairs):
        raise Problem(422, "bad-input", "a parameter stands there twice")
    return _validate(model, given)


async def read_body(request: Request, model: type[_Model]) -> _Model:
    """Return the JSON of a request's body; none at all is an empty object. Raises `Problem` (415, 422)."""
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != "application/json":
        raise Problem(415, "not-json", "send JSON: Content-Type: application/json")
    try:
        given: Any = json.loads(body or b"{}", parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Problem(422, "bad-input", f"the body is not JSON: {error}") from error
    return _validate(model, given)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _validate(model: type[_Model], given: Any) -> _Model:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        text = "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'body'}: {fault['msg']}" for fault in faults[:10])
        raise Problem(422, "bad-input", text) from error
