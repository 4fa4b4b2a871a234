"""What the endpoints work on: one VM, the workflows that this server offers, who may do what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import trio

from vm.core.ids import short_name
from vm.errors import SeveralWorkflows, WorkflowNotFound
from vm.face.embed import VM
from vm.face.http.auth import Tokens
from vm.face.http.gauges import add_gauges
from vm.face.http.pulse import Pulse
from vm.host.programs import find_source
from vm.sandbox.declared import Declared

if TYPE_CHECKING:
    from vm.face.telemetry.metrics import Metrics


@dataclass(frozen=True, slots=True)
class Offer:
    """A workflow that callers may start, and the file it is in."""

    path: Path
    declared: Declared


@dataclass(slots=True)
class Service:
    """One server.

    `metrics`, where there are any, are told of requests, and shown. `draining` is set when the server shuts down:
    polls end, readiness fails.
    """

    vm: VM
    offers: Mapping[str, Offer]
    tokens: Tokens
    metrics: Metrics | None = None
    draining: trio.Event = field(default_factory=trio.Event)
    pulse: Pulse = field(init=False)

    def __post_init__(self) -> None:
        self.pulse = Pulse(self.vm, self.draining)
        if self.metrics is not None:
            add_gauges(self.metrics, self.vm)

    def find_offer(self, name: str) -> Offer:
        """Return the workflow called `name`, or of that id.

        Raises:
            WorkflowNotFound, SeveralWorkflows: There is none, or the name alone does not tell.
        """
        if name in self.offers:
            return self.offers[name]
        found = [offer for id, offer in self.offers.items() if short_name(id) == name]
        if len(found) > 1:
            raise SeveralWorkflows("this server", [offer.declared.id for offer in found])
        if not found:
            raise WorkflowNotFound("this server", name, [short_name(id) for id in self.offers])
        return found[0]


def find_offers(paths: Iterable[str | Path]) -> dict[str, Offer]:
    """Return the workflows of some files, by id.

    Raises:
        SourceNotFound, SourceRefused: A file cannot be used.
    """
    return dict(_offers(paths))


def _offers(paths: Iterable[str | Path]) -> Iterator[tuple[str, Offer]]:
    for path in paths:
        source = find_source(Path(path), None, is_steps_only=True)
        for id, declared in source.discovery.workflows.items():
            yield id, Offer(Path(path), declared)
