"""Names of lease holders, and whether they live."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from vm.host.owner import is_dead, new_owner, retire_owner


def test_every_owner_has_a_name_of_its_own() -> None:
    assert new_owner() != new_owner()


def test_owner_of_this_process_lives_until_it_is_retired() -> None:
    owner = new_owner()
    assert not is_dead(owner)
    retire_owner(owner)
    assert is_dead(owner)


def test_owner_whose_process_is_gone_is_dead() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        process.wait()
    assert is_dead(f"{socket.gethostname()}/{process.pid}/{'x'}/1")


def test_process_that_got_the_number_of_a_dead_owner_is_not_the_owner() -> None:
    _, _, start, _ = new_owner().split("/")
    if not start:
        pytest.skip("this system does not say when a process started")
    assert is_dead(f"{socket.gethostname()}/{os.getpid()}/another-start/1")
    assert not is_dead(f"{socket.gethostname()}/{os.getppid()}//1")


@pytest.mark.parametrize("owner", ["", "thief", "another-host/1/x/1", f"{socket.gethostname()}/²/x/1"])
def test_owner_that_cannot_be_told_is_not_taken_for_dead(owner: str) -> None:
    assert not is_dead(owner)


def test_owner_with_an_impossible_number_is_dead() -> None:
    assert is_dead(f"{socket.gethostname()}/{10**30}/x/1")


def test_owner_that_is_somebody_elses_process_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(pid: int, signal: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", refuse)
    assert not is_dead(f"{socket.gethostname()}/{os.getppid()}//1")
