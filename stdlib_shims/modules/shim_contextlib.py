"""`contextlib`: the real machinery, except where it could swallow what stops a body."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final

from stdlib_shims.run import Run, is_dead, read_attribute
from stdlib_shims.spending import charge
from stdlib_shims.tables import pick, refuse
from stdlib_shims.weights import weigh

OFFERS: Final[dict[str, Any]] = pick(contextlib, "asynccontextmanager contextmanager nullcontext")

REFUSES: Final[dict[str, str]] = {
    **refuse("redirect_stderr redirect_stdout", "print() goes to the run's log"),
    "chdir": "it changes the process",
    **refuse("ContextDecorator AsyncContextDecorator", "use @contextmanager, which makes decorators too"),
    **refuse("AbstractContextManager AbstractAsyncContextManager", "define __enter__ and __exit__"),
}

Kind = type[BaseException] | None


def may_swallow(run: Run, kind: Kind) -> bool:
    """Tell whether an exception may end here: not once the body is being thrown away, nor what ends the run."""
    return kind is not None and not is_dead(run) and not issubclass(kind, _FATAL)


_FATAL: Final = (GeneratorExit, RecursionError, MemoryError)


def bind(run: Run) -> dict[str, Any]:
    """Return the context managers that swallow exceptions or call methods by name."""
    return {**_suppressing(run), **_stacks(run), **_closing(run)}


def _suppressing(run: Run) -> dict[str, Any]:
    class suppress:
        """Swallow the exceptions named. BaseException names only the ordinary ones, never what stops a body."""

        __slots__ = ("_named",)

        def __init__(self, *exceptions: type[BaseException]) -> None:
            charge(weigh(exceptions))
            self._named = tuple(Exception if named is BaseException else named for named in exceptions)

        def __enter__(self) -> None:
            return None

        def __exit__(self, kind: Kind, error: BaseException | None, trace: TracebackType | None) -> bool:
            return may_swallow(run, kind) and issubclass(kind or type(None), self._named)

    return {"suppress": suppress}


def _stacks(run: Run) -> dict[str, Any]:
    class ExitStack(contextlib.ExitStack):
        """`contextlib.ExitStack`, which lets through what stops a body, also when a callback raises it."""

        def _push_exit_callback(self, callback: Any, is_sync: bool = True) -> None:
            charge(_PER_CALLBACK)
            super()._push_exit_callback(_watched(run, callback), is_sync)  # type: ignore[misc]  # unknown to typeshed

        def __exit__(self, *details: Any) -> bool:
            _drop_if_dead(run, self)
            return bool(super().__exit__(*details)) and may_swallow(run, details[0])

    class AsyncExitStack(contextlib.AsyncExitStack):
        """`contextlib.AsyncExitStack`, which lets through what stops a body, also when a callback raises it."""

        def _push_exit_callback(self, callback: Any, is_sync: bool = True) -> None:
            charge(_PER_CALLBACK)
            watched = _watched(run, callback) if is_sync else _watched_async(run, callback)
            super()._push_exit_callback(watched, is_sync)  # type: ignore[misc]  # unknown to typeshed

        async def __aexit__(self, *details: Any) -> bool:
            _drop_if_dead(run, self)
            return bool(await super().__aexit__(*details)) and may_swallow(run, details[0])

    return {"ExitStack": ExitStack, "AsyncExitStack": AsyncExitStack}


_PER_CALLBACK: Final = 8


def _drop_if_dead(run: Run, stack: Any) -> None:
    """Have nothing called once the body is being thrown away: each call would only say so again."""
    if is_dead(run):
        stack._exit_callbacks.clear()


def _watched(run: Run, callback: Callable[..., Any]) -> Callable[..., Any]:
    """Have what a callback raises seen by the sandbox: the stack gives it to the next one, which may swallow it."""

    def call(*details: Any) -> Any:
        try:
            return callback(*details)
        except BaseException as error:
            _look_at(run, error)
            raise

    return call


def _watched_async(run: Run, callback: Callable[..., Any]) -> Callable[..., Any]:
    async def call(*details: Any) -> Any:
        try:
            return await callback(*details)
        except BaseException as error:
            _look_at(run, error)
            raise

    return call


def _look_at(run: Run, error: BaseException) -> None:
    check: Callable[[BaseException], None] | None = getattr(run, "check_passing", None)
    if check is not None:
        check(error)


def _closing(run: Run) -> dict[str, Any]:
    class closing:
        """Call the thing's `close()` at the end."""

        __slots__ = ("_thing",)

        def __init__(self, thing: Any) -> None:
            self._thing = thing

        def __enter__(self) -> Any:
            return self._thing

        def __exit__(self, *details: object) -> None:
            read_attribute(run, self._thing, "close")()

    class aclosing:
        """Await the thing's `aclose()` at the end."""

        __slots__ = ("_thing",)

        def __init__(self, thing: Any) -> None:
            self._thing = thing

        async def __aenter__(self) -> Any:
            return self._thing

        async def __aexit__(self, *details: object) -> None:
            await read_attribute(run, self._thing, "aclose")()

    return {"closing": closing, "aclosing": aclosing}
