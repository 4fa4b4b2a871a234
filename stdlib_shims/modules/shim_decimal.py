"""`decimal`: the real numbers under a context of the run's own, with a bounded precision.

The context in force is kept by the interpreter per `contextvars.Context`; whoever drives a body runs it in
one of its own. The face puts a fresh one in force when the run imports the module.
"""

from __future__ import annotations

import decimal
from contextlib import AbstractContextManager
from typing import Any, Final

from stdlib_shims.refusals import TooLarge
from stdlib_shims.run import Run
from stdlib_shims.tables import pick, refuse

MAX_PRECISION: Final = 10_000

OFFERS: Final[dict[str, Any]] = pick(
    decimal,
    """
    Clamped ConversionSyntax Decimal DecimalException DecimalTuple DivisionByZero DivisionImpossible
    DivisionUndefined FloatOperation Inexact InvalidContext InvalidOperation Overflow ROUND_05UP ROUND_CEILING
    ROUND_DOWN ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP Rounded Subnormal Underflow
    """,
)

REFUSES: Final[dict[str, str]] = {
    **refuse("BasicContext DefaultContext ExtendedContext", "it is shared by the process; use localcontext(prec=...)"),
    **refuse("HAVE_CONTEXTVAR HAVE_THREADS MAX_EMAX MAX_PREC MIN_EMIN MIN_ETINY", "it is a fact of the machine"),
}


def fresh_context() -> decimal.Context:
    """Return the context that every run starts with, whatever the process has made of its default."""
    return decimal.Context(
        prec=28,
        rounding=decimal.ROUND_HALF_EVEN,
        Emin=-999999,
        Emax=999999,
        capitals=1,
        clamp=0,
        flags=[],
        traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
    )


def _bounded(context: decimal.Context) -> decimal.Context:
    if context.prec > MAX_PRECISION:
        raise TooLarge("a decimal precision", MAX_PRECISION, "digits")
    return context


def make_context(prec: int = 28, rounding: str = decimal.ROUND_HALF_EVEN, **options: Any) -> decimal.Context:
    """Return a context; what is not given is as in `fresh_context`. Raises TooLarge past `MAX_PRECISION`."""
    context = fresh_context()
    for name, value in {"prec": prec, "rounding": rounding, **options}.items():
        setattr(context, name, value)
    return _bounded(context)


def setcontext(context: decimal.Context, /) -> None:
    """Put a context in force. Raises TooLarge past `MAX_PRECISION`."""
    decimal.setcontext(_bounded(context))


def localcontext(ctx: decimal.Context | None = None, **options: Any) -> AbstractContextManager[decimal.Context]:
    """Return a context manager under which a copy of a context is in force, with `options` changed."""
    copy = (decimal.getcontext() if ctx is None else ctx).copy()
    for name, value in options.items():
        setattr(copy, name, value)
    return decimal.localcontext(_bounded(copy))


OFFERS.update(Context=make_context, getcontext=decimal.getcontext, setcontext=setcontext, localcontext=localcontext)


def bind(run: Run) -> dict[str, Any]:
    """Put a fresh context in force for the run."""
    decimal.setcontext(fresh_context())
    return {}
