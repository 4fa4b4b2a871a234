"""`trio` in a body: what a program observes is what it may observe on trio's own scheduler."""

from __future__ import annotations

import pytest

from tests.sandbox.faces.trio_nursery_programs import NURSERIES
from tests.sandbox.faces.trio_programs import SCOPES
from tests.sandbox.faces.trio_sync_programs import SYNC
from tests.sandbox.faces.trio_telling_programs import TELLING
from tests.sandbox.faces.twins import Program, run_here, run_on_trio


@pytest.mark.parametrize("program", [*SCOPES, *NURSERIES, *SYNC, *TELLING], ids=lambda program: program.__name__)
def test_program_observes_what_it_does_on_the_real_scheduler(program: Program) -> None:
    assert run_here("trio", program) == run_on_trio(program)
