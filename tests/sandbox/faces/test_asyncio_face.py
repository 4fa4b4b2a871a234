"""`asyncio` in a body: what a program observes is what it observes on asyncio's own loop."""

from __future__ import annotations

import pytest

from tests.sandbox.faces.asyncio_block_programs import BLOCKS
from tests.sandbox.faces.asyncio_programs import TASKS
from tests.sandbox.faces.asyncio_sync_programs import SYNC
from tests.sandbox.faces.asyncio_telling_programs import TELLING
from tests.sandbox.faces.asyncio_wait_programs import WAITING
from tests.sandbox.faces.twins import Program, run_here, run_on_asyncio


@pytest.mark.parametrize("program", [*TASKS, *WAITING, *BLOCKS, *SYNC, *TELLING], ids=lambda program: program.__name__)
def test_program_observes_what_it_does_on_the_real_loop(program: Program) -> None:
    assert run_here("asyncio", program) == run_on_asyncio(program)
