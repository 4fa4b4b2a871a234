"""Streams of a run as authors hold them: a name that crosses the boundary, which steps write to."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, Final, Protocol

from vm.core.frozen import frozen
from vm.errors import BadOption, OutsideStep

MAX_NAMESPACE: Final = 128


class Sink(Protocol):
    """Where the chunks of one attempt go. The host makes one for each."""

    def write(self, namespace: str, chunk: Any) -> Any: ...

    def close(self, namespace: str) -> Any: ...


current_sink: Final[ContextVar[Sink]] = ContextVar("current_sink")


@frozen
class Stream:
    """One of a run's streams. A body names it and passes it on; a step writes to it."""

    namespace: str = ""

    def write(self, chunk: Any) -> Any:
        """Append a chunk: text, bytes, or any value that can be encoded.

        In an async step `await` what this returns: it waits until there is room. A plain step, in its thread,
        is held until there is. Chunks are durable before the step completes; an attempt that is made again
        writes them again.

        Raises:
            OutsideStep: No step is running here.
            NotSerializable: The chunk cannot be stored.
        """
        return _sink("write").write(self.namespace, chunk)

    def close(self) -> Any:
        """Say that no chunk will follow: readers come to an end. Nobody else says so before the run ends.

        Raises:
            OutsideStep: No step is running here.
        """
        return _sink("close").close(self.namespace)


def get_writable(namespace: str | None = None) -> Stream:
    """Return a stream of this run: the one without a name, or another.

    Raises:
        BadOption: The name cannot be one.
    """
    name = "" if namespace is None else namespace
    if type(name) is not str or len(name) > MAX_NAMESPACE or not (name.isprintable() or not name):
        raise BadOption("namespace", f"it has to be up to {MAX_NAMESPACE} printable characters")
    return Stream(name)


def _sink(verb: str) -> Sink:
    sink = current_sink.get(None)
    if sink is None:
        raise OutsideStep(f"get_writable().{verb}")
    return sink
