"""Errors as HTTP answers: one table from what went wrong to a status, one JSON shape for all."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import JSONResponse

from vm import errors
from vm.errors import VMError

STATUS: Final[dict[type[VMError], int]] = {
    errors.RunNotFound: 404,
    errors.WorkflowNotFound: 404,
    errors.RunExists: 409,
    errors.RunEnded: 409,
    errors.RunLeased: 409,
    errors.SeveralWorkflows: 422,
    errors.BadInput: 422,
    errors.BadDuration: 422,
    errors.BadOption: 422,
    errors.WrongArguments: 422,
    errors.NotSerializable: 422,
    errors.SourceRefused: 422,
    errors.HookNotFound: 404,
    errors.HookPayloadRefused: 422,
    errors.HookSchemaMissing: 409,
    errors.StepsNotImportable: 409,
    errors.RunBuried: 409,
    errors.RunUnfinished: 503,
    errors.AuthorError: 409,
    errors.CallerError: 409,
    errors.OperatorError: 503,
}
"""By class, the nearest in the error's line of classes first. What is left is our own bug."""


class Problem(Exception):
    """An answer that is an error. `headers` go with it."""

    def __init__(self, status: int, slug: str, message: str, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.slug = slug
        self.message = message
        self.headers = headers or {}


def answer_problem(problem: Problem) -> JSONResponse:
    """Return the answer that tells a problem."""
    document = {"error": {"slug": problem.slug, "message": problem.message}}
    return JSONResponse(document, problem.status, headers=problem.headers)


def answer_error(error: VMError) -> JSONResponse:
    """Return the answer that tells one of our errors, with its way out."""
    status = next((STATUS[cls] for cls in type(error).__mro__ if cls in STATUS), 500)
    document: dict[str, Any] = {"slug": error.slug, "message": error.what, "fix": error.fix, "where": error.where}
    headers = {"Retry-After": "1"} if error.is_retryable else {}
    shown = {name: value for name, value in document.items() if value is not None}
    return JSONResponse({"error": shown}, status, headers=headers)
