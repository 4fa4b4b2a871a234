"""What can be asked of a VM and of a run can be asked of a VM in the background, by the same names."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from vm import BackgroundVM
from vm.errors import RunWasCancelled
from vm.face.embed import VM
from vm.face.handle import Run

NOT_VERBS = {"get", "recover", "take_due", "check_driven"}
"""Of a VM: what its block does by itself, and `get`, for whose handle the run's id stands."""


def verbs(cls: type) -> Iterator[tuple[str, Any]]:
    for name, found in inspect.getmembers(cls):
        if not name.startswith("_") and (callable(found) or isinstance(found, property)):
            yield name, found


def parameters(function: Any) -> list[tuple[str, Any]]:
    """Return what a function takes beside `self`, with defaults; nothing of what it merely passes on."""
    found = list(inspect.signature(function).parameters.values())[1:]
    return [(each.name, each.default) for each in found if each.kind is not inspect.Parameter.VAR_KEYWORD]


@pytest.mark.parametrize("name", sorted({name for name, _ in verbs(VM)} - NOT_VERBS))
def test_background_vm_does_what_a_vm_does(name: str) -> None:
    ours, theirs = getattr(BackgroundVM, name), getattr(VM, name)
    if not isinstance(theirs, property):
        taken = parameters(ours)
        assert taken == parameters(theirs)[: len(taken)]
        passes_on = any(
            each.kind is inspect.Parameter.VAR_KEYWORD for each in inspect.signature(ours).parameters.values()
        )
        assert passes_on or taken == parameters(theirs)


@pytest.mark.parametrize("name", sorted({name for name, _ in verbs(Run)}))
def test_background_vm_does_what_a_run_does_given_its_id(name: str) -> None:
    assert parameters(getattr(BackgroundVM, name)) == [
        ("run_id", inspect.Parameter.empty),
        *parameters(getattr(Run, name)),
    ]


SOURCE = """
from vm import create_hook, set_attributes, sleep

async def main(token="t"):
    "use workflow"
    set_attributes(stage="asked")
    got = await create_hook(token)
    await sleep("30d")
    return got
"""


def test_every_verb_answers_from_plain_code() -> None:
    with BackgroundVM("memory:") as vm:
        run_id = vm.start_with(SOURCE, run_id="r")
        while not vm.hooks(run_id):
            pass
        assert vm.attributes(run_id) == {"stage": "asked"}
        assert vm.record(run_id).status == vm.status(run_id) == "running"
        assert vm.upgrade(run_id, SOURCE.replace("return got", "return [got]"))
        assert vm.resume_hook("t", 7, idempotency_key="k").is_new
        while "wait_created" not in [event.type for event in vm.events(run_id)]:
            pass
        assert vm.wake(run_id)
        assert (vm.wait(run_id), vm.result(run_id)) == ("completed", [7])
        again = vm.rerun(run_id, new_id="again")
        assert vm.cancel(again, reason="enough")
        with pytest.raises(RunWasCancelled, match="enough"):
            vm.result(again)
        many = vm.start_many(SOURCE, [("a",), {"token": "b"}])
        assert all(vm.terminate(each) for each in many)
        assert [vm.wait(each) for each in many] == ["cancelled", "cancelled"]
        assert vm.resume(run_id) == run_id
        assert (vm.revive(run_id), vm.problems, vm.streams(run_id)) == (False, {}, [])
