"""Every idiom and every example has the same journal on either side of the wall, and replays on either side."""

from __future__ import annotations

import pytest

from tools.determinism.bodies import load_bodies
from tools.determinism.record import record
from tools.determinism.recorded import RUN_ID, Recorded
from vm.core.verify import Verifier
from vm.host.isolation import Isolation
from vm.host.isolation.pool import BodyPool
from vm.sandbox.bundle import Bundle
from vm.sandbox.program import SandboxProgram

RACES = {"fulfilment"}  # its three children run beside each other, and may end in any order


@pytest.fixture(scope="module")
def here() -> dict[str, Recorded]:
    """The journals of all bodies, run in this process."""
    return record(load_bodies())


def test_bodies_behind_the_wall_have_the_journals_of_those_here(
    here: dict[str, Recorded], shared_zygote: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VM_ISOLATE", "1")
    isolated = record(load_bodies())
    assert len(isolated) > 150
    assert {name for name, recorded in isolated.items() if recorded != here[name]} <= RACES


def test_journals_from_here_replay_behind_the_wall(here: dict[str, Recorded], shared_zygote: None) -> None:
    pool = BodyPool(Isolation())
    for recorded in here.values():
        program = SandboxProgram(Bundle.from_bytes(recorded.bundle.encode("ascii")), recorded.workflow)
        verifier = Verifier(program, RUN_ID, open_body=pool.open)
        for row in recorded.rows():
            verifier.take(*row)
        run, _ = verifier.finish()
        run.close()
    pool.close()
