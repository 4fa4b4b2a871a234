"""`decimal`: the real numbers under contexts of the run's own, with bounded precision and exponents.

An exponent is a few characters of text and as many digits of an integer: `int(Decimal("1e999999999"))` would
not end. So the constructor and the contexts bound it; with both bounded, so is all that arithmetic gives.

The context in force is kept by the interpreter per `contextvars.Context`; whoever drives a body runs it in
one of its own. The face puts a fresh one in force when the run imports the module.
"""

from __future__ import annotations

import decimal
from collections.abc import Callable
from types import MappingProxyType
from typing import Any, Final

from stdlib_shims.refusals import TooLarge
from stdlib_shims.run import Run
from stdlib_shims.standing import Standing
from stdlib_shims.tables import pick, refuse

MAX_PRECISION: Final = 2_000  # a logarithm of so many digits takes 0.1 s
MAX_EXPONENT: Final = 100_000  # an integer of so many digits takes 0.3 s

REFUSES: Final[dict[str, str]] = {
    **refuse("BasicContext DefaultContext ExtendedContext", "it is shared by the process; use localcontext(prec=...)"),
    **refuse("HAVE_CONTEXTVAR HAVE_THREADS MAX_EMAX MAX_PREC MIN_EMIN MIN_ETINY", "it is a fact of the machine"),
    "IEEEContext": "only newer Pythons have it, and a run must replay on all; use Context(prec=...)",
    "IEEE_CONTEXT_MAX_BITS": "only newer Pythons have it",
}


class Decimal(decimal.Decimal, metaclass=Standing):
    """A decimal number. Its instances are of the real class.

    Raises:
        TooLarge: The exponent is beyond `MAX_EXPONENT`.
    """

    def __new__(cls, value: Any = "0", context: decimal.Context | None = None) -> Any:
        made = decimal.Decimal(value, context)
        if abs(made.adjusted()) > MAX_EXPONENT:
            raise TooLarge("a decimal's exponent", MAX_EXPONENT, "digits")
        return made if cls is Decimal else super().__new__(cls, made)


OFFERS: Final[dict[str, Any]] = {
    **pick(
        decimal,
        """
        Clamped ConversionSyntax DecimalException DecimalTuple DivisionByZero DivisionImpossible DivisionUndefined
        FloatOperation Inexact InvalidContext InvalidOperation Overflow ROUND_05UP ROUND_CEILING ROUND_DOWN
        ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP Rounded Subnormal Underflow
        """,
    ),
    "Decimal": Decimal,
}

# Every run's, whatever the process has made of its default.
_FRESH: Final = MappingProxyType(
    {
        "prec": 28,
        "rounding": decimal.ROUND_HALF_EVEN,
        "Emin": -MAX_EXPONENT,
        "Emax": MAX_EXPONENT,
        "capitals": 1,
        "clamp": 0,
        "flags": (),
        "traps": (decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow),
    }
)
_LIMITS: Final = {"prec": MAX_PRECISION, "Emin": MAX_EXPONENT, "Emax": MAX_EXPONENT}


def _check(name: str, value: Any) -> None:
    limit = _LIMITS.get(name)
    if limit is not None and isinstance(value, int) and abs(value) > limit:
        raise TooLarge(f"a decimal context's {name}", limit, "digits")


def bind(run: Run) -> dict[str, Any]:
    """Put a fresh context in force for the run, and return what deals with contexts."""
    cls = _make_context_class()
    own: Callable[[type], object] = getattr(run, "own", lambda cls: None)
    own(cls)  # its attributes are for the author to set
    decimal.setcontext(cls())

    def localcontext(ctx: decimal.Context | None = None, **options: Any) -> LocalContext:
        """Return a context manager under which a copy of a context is in force, with `options` changed."""
        return LocalContext(cls.of(decimal.getcontext() if ctx is None else ctx), options)

    def setcontext(context: decimal.Context, /) -> None:
        """Put a context in force."""
        decimal.setcontext(context if isinstance(context, cls) else cls.of(context))

    return {"Context": cls, "getcontext": decimal.getcontext, "localcontext": localcontext, "setcontext": setcontext}


class LocalContext:
    """Has a context in force inside a `with` block."""

    __slots__ = ("_context", "_outer")

    def __init__(self, context: decimal.Context, options: dict[str, Any]) -> None:
        for name, value in options.items():
            setattr(context, name, value)
        self._context = context

    def __enter__(self) -> decimal.Context:
        self._outer = decimal.getcontext()
        decimal.setcontext(self._context)
        return self._context

    def __exit__(self, *details: object) -> None:
        decimal.setcontext(self._outer)


def _make_context_class() -> Any:
    """Return one run's class of contexts: a class of its own, so that setting its attributes is no one's loss."""

    class Context(decimal.Context):
        """The real context; what is not given is as at the start of a run.

        Raises:
            TooLarge: A precision over `MAX_PRECISION`, an exponent beyond `MAX_EXPONENT`, given or set.
        """

        def __init__(self, prec: int | None = None, rounding: str | None = None, **options: Any) -> None:
            given = {"prec": prec, "rounding": rounding, **options}
            values = {**_FRESH, **{name: value for name, value in given.items() if value is not None}}
            for name, value in values.items():
                _check(name, value)
            super().__init__(**{**values, "flags": list(values["flags"]), "traps": list(values["traps"])})

        def __setattr__(self, name: str, value: Any) -> None:
            _check(name, value)
            super().__setattr__(name, value)

        @classmethod
        def of(cls, context: decimal.Context) -> Any:
            """Return a copy of any context."""
            fields: dict[str, Any] = {name: getattr(context, name) for name in _FRESH}
            signals = {
                name: [signal for signal, is_set in getattr(context, name).items() if is_set]
                for name in ("flags", "traps")
            }
            return cls(**{**fields, **signals})

        def copy(self) -> Any:
            """Return a copy."""
            return type(self).of(self)

    return Context
