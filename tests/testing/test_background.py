"""The test kit for plain tests and unittest."""

from __future__ import annotations

import unittest

import pytest

from tests.testing.programs import NAPS, ORDER
from vm.testing import BackgroundTestVM, NeverHappened, WorkflowTestCase
from vm.testing import tester as kit


class Shop(WorkflowTestCase):
    def test_answer(self) -> None:
        run_id = self.vm.start(ORDER, "tea")
        self.vm.resume_hook(self.vm.wait_for_hook(run_id).token, "fine")
        assert self.vm.result(run_id)["answer"] == "fine"

    def test_nobody_answers(self) -> None:
        self.vm.stub_step("charge", lambda item: "nothing")
        assert self.vm.run(ORDER, "tea") == {"paid": "nothing", "answer": None}


def test_unittest_cases_have_a_vm_each() -> None:
    result = unittest.TestResult()
    unittest.TestLoader().loadTestsFromTestCase(Shop).run(result)
    assert (result.testsRun, result.failures, result.errors) == (2, [], [])


def test_time_is_held_from_plain_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kit, "PATIENCE_S", 0.05)
    with BackgroundTestVM() as vm:
        run_id = vm.start(NAPS)
        vm.fail_step("note", times=1)
        assert vm.wait_for_sleep(run_id).correlation_id == "wait_1"
        vm.advance(days=1)
        assert len(vm.calls("note")) == 1
        assert vm.now().day == 2
        assert vm.result(run_id) == [2, 3, 4]
        with pytest.raises(NeverHappened):
            vm.wait_for_hook(run_id)
        assert "run_completed" in vm.journal(run_id)
        vm.assert_replays(run_id, hash_seeds=("7",), pythons=())
