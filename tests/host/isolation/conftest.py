"""Isolated VMs for tests, with and without a hole in the sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, ClassVar

import pytest

from vm.face.embed import VM, open_vm
from vm.host.clock import VirtualClock
from vm.host.isolation import Isolation, forks, seal

from .holes import BOOT

if not seal.protections()["system_calls"]:
    collect_ignore = ["test_holes.py"]


class SharedZygote(forks.Zygote):
    """One for all tests that boot alike: it takes half a second to start, and forks for whoever asks."""

    made: ClassVar[dict[str, SharedZygote]] = {}

    def close(self) -> None:
        """Leave it to the others."""


def share(isolation: Isolation) -> SharedZygote:
    if forks.BOOT not in SharedZygote.made:
        SharedZygote.made[forks.BOOT] = SharedZygote(isolation)
    return SharedZygote.made[forks.BOOT]


@pytest.fixture(scope="session", autouse=True)
def _end_zygotes() -> Iterator[None]:
    yield
    for zygote in SharedZygote.made.values():
        forks.Zygote.close(zygote)


@pytest.fixture
def shared_zygote(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "Zygote", share)


OpenIsolated = Callable[..., AbstractAsyncContextManager[VM]]


@pytest.fixture
def open_isolated(shared_zygote: None) -> OpenIsolated:
    @asynccontextmanager
    async def opened(url: str = "memory:", *, recover: bool = True, **limits: Any) -> AsyncIterator[VM]:
        async with open_vm(url, clock=VirtualClock(), isolate=Isolation(**limits), recover=recover) as vm:
            yield vm

    return opened


@pytest.fixture
def with_hole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "BOOT", BOOT)
