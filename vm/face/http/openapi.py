"""The OpenAPI document, drawn from the table of endpoints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from pydantic import BaseModel

from vm import __version__
from vm.face.http.auth import SCOPES
from vm.face.http.endpoint import Endpoint
from vm.face.http.models import RUN_ID, Failure

_REFUSALS: Final = {
    "401": "no known token was sent",
    "403": "the token may not do that",
    "408": "the body took too long",
    "413": "the body is too large",
    "415": "the body is no JSON",
    "422": "something in the request cannot be read",
    "500": "a bug of the server",
    "503": "the server is busy",
}
_PATH_PARAMETERS: Final = {
    "run_id": {"type": "string", "pattern": RUN_ID},
    "token": {"type": "string", "minLength": 1, "maxLength": 256},
    "workflow": {"type": "string", "minLength": 1, "maxLength": 512},
}


def make_document(endpoints: Iterable[Endpoint], *, is_open: bool) -> dict[str, Any]:
    """Return the document of these endpoints. `is_open`: no tokens are asked for."""
    schemas: dict[str, Any] = {}
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schemas, is_open=is_open)
    components: dict[str, Any] = {"schemas": schemas}
    if not is_open:
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": _scopes_text()}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Workflow VM", "version": __version__, "license": {"name": "MIT", "identifier": "MIT"}},
        "paths": paths,
        "components": components,
    }


def _scopes_text() -> str:
    return "; ".join(f"{name}: {about}" for name, about in SCOPES.items())


def _operation(endpoint: Endpoint, schemas: dict[str, Any], *, is_open: bool) -> dict[str, Any]:
    answers = {
        str(status): _answer(about, model, endpoint.media, schemas)
        for status, (about, model) in endpoint.answers.items()
    }
    for status, about in _refusals_of(endpoint, is_open=is_open).items():
        answers.setdefault(status, _answer(about, Failure, "application/json", schemas))
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": [
            *_path_parameters(endpoint),
            *_header_parameters(endpoint),
            *_query_parameters(endpoint, schemas),
        ],
        "responses": answers,
    }
    if endpoint.body is not None:
        content = {"application/json": {"schema": _reference(endpoint.body, schemas)}}
        is_needed = bool(endpoint.body.model_json_schema().get("required"))
        operation["requestBody"] = {"required": is_needed, "content": content}
    if not is_open:
        operation["security"] = [] if endpoint.scope is None else [{"token": []}]
    return operation


def _refusals_of(endpoint: Endpoint, *, is_open: bool) -> dict[str, str]:
    unwanted = set() if endpoint.scope is not None else {"401", "403"}
    unwanted |= {"401"} if is_open else set()
    unwanted |= {"415"} if endpoint.body is None else set()
    return {status: about for status, about in _REFUSALS.items() if status not in unwanted}


def _answer(about: str, model: type[BaseModel] | None, media: str, schemas: dict[str, Any]) -> dict[str, Any]:
    if model is None:
        return {"description": about, "content": {media: {}}}
    return {"description": about, "content": {"application/json": {"schema": _reference(model, schemas)}}}


def _reference(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, str]:
    if model.__name__ not in schemas:  # most are named by every endpoint, and pydantic takes milliseconds for each
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    return {"$ref": f"#/components/schemas/{model.__name__}"}


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", endpoint.path)
    return [{"name": name, "in": "path", "required": True, "schema": _PATH_PARAMETERS[name]} for name in names]


def _header_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [
        {
            "name": header.name,
            "in": "header",
            "required": False,
            "description": header.about,
            "schema": {"type": "string", "pattern": header.pattern},
        }
        for header in endpoint.headers
    ]


def _query_parameters(endpoint: Endpoint, schemas: dict[str, Any]) -> list[dict[str, Any]]:
    schema = endpoint.query.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs", {}))
    return [
        {"name": name, "in": "query", "required": False, "schema": part, "description": part.get("description", "")}
        for name, part in schema.get("properties", {}).items()
    ]
