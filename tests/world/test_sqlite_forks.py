"""A process that is forked while a world is open: the child may not touch it, the parent notices nothing."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from world.sqlite import SqliteWorld

_FORK = """
import os, sys
from vm.errors import WorldForked
from world.contract.making import NOW, advance, create_leased
from world.records import NewMessage
from world.sqlite import SqliteWorld

world = SqliteWorld(sys.argv[1])
lease = create_leased(world)
appends = [advance(world, lease, 1)]
child = os.fork()
if not child:
    refused = 0
    asked = [
        lambda: world.get_run("r"),
        lambda: list(world.read_journal("r")),
        lambda: world.append(appends),
        lambda: world.send(NewMessage("r", "hook")),
        lambda: world.due_runs(now_ms=NOW, limit=1),
        lambda: world.health(),
        lambda: world.change_stamp(),
    ]
    for ask in asked:
        try:
            ask()
        except WorldForked as error:
            assert "spawn" in str(error)
            refused += 1
    world.close()
    sys.exit(0 if refused == len(asked) else 1)  # the end of a whole interpreter, with all that it frees
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
assert os.path.getsize(sys.argv[1] + "-wal") > 0, "the child folded the log in"
assert world.append(appends).fenced == ()
other = SqliteWorld(sys.argv[1], busy_timeout_ms=0)
assert other.get_run("r").head == 2
os._exit(code)  # without closing anything
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_world_refuses_everything_in_a_forked_child_and_goes_on_in_the_parent(tmp_path: Path) -> None:
    path = tmp_path / "world.db"
    subprocess.run([sys.executable, "-c", _FORK, str(path)], check=True)
    with closing(SqliteWorld(path)) as world:
        assert world.get_run("r").head == 2
        assert world.health().findings == ()
