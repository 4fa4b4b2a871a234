"""Replays in other processes."""

from __future__ import annotations

import sys

import pytest

from tests.testing.programs import ORDER
from vm.errors import RunNotFound
from vm.testing import DoesNotReplay, assert_replays, open_test_vm, proof


async def test_run_replays_with_other_hash_seeds() -> None:
    async with open_test_vm() as vm:
        run = await vm.start(ORDER, "tea")
        await run.result()
        places = assert_replays(vm.world, run.run_id, hash_seeds=("0", "77"), pythons=(sys.executable,))
        assert [place.rpartition("=")[2] for place in places] == ["0", "77"]


async def test_run_replays_under_the_other_pythons_of_the_path() -> None:
    async with open_test_vm() as vm:
        run = await vm.start(ORDER, "tea")
        await run.result()
        assert len(assert_replays(vm.world, run.run_id, hash_seeds=("0",))) == 1 + len(proof._other_pythons())


async def test_journal_that_comes_out_otherwise_is_told_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proof, "_replay", lambda file, place: "replay diverged at event 3")
    async with open_test_vm() as vm:
        run = await vm.start(ORDER, "tea")
        with pytest.raises(DoesNotReplay, match="PYTHONHASHSEED=5: replay diverged at event 3"):
            assert_replays(vm.world, run.run_id, hash_seeds=("5",), pythons=())
        with pytest.raises(RunNotFound):
            assert_replays(vm.world, "other")
