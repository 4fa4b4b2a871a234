"""Why runs were parked that could not be advanced, for whoever waits for them."""

from __future__ import annotations

import logging
from typing import Final

from vm.errors import InternalError, OperatorError, VMError

_log: Final = logging.getLogger(__name__)


def explain_parking(run_id: str, error: Exception) -> VMError:
    """Return what to tell of a run that `error` keeps from going on, and log it.

    What an operator has to mend is told as it is. Everything else is a bug of ours.
    """
    if isinstance(error, OperatorError):
        _log.info("run %s is parked: %s", run_id, error.what)
        return error
    _log.error("run %s could not be advanced and is parked", run_id, exc_info=error)
    failure = InternalError(
        f"run {run_id} could not be advanced: {type(error).__name__}: {error}",
        fix=f"it is parked and lost nothing; `python -m vm resume {run_id}` tries again",
    )
    failure.__cause__ = error
    return failure
