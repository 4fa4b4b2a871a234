"""The page about the examples is true, whatever is killed between its commands."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.acceptance.walks import CURL, Command, find_served, find_walks, need_curl
from tests.http.processes import ROOT, ServedProcess
from tests.nightly import sample
from tests.waiting import wait_until

PATIENCE_S = 90.0
WALKS = list(find_walks())


def name_of(walk: list[Command]) -> str:
    """Return the id of the run that a walk starts."""
    found = re.search(r'--run-id (\S+)|"run_id": "([^"]+)', walk[0].line)
    assert found is not None, f"a walk begins with a start: {walk[0].line}"
    return found[1] or found[2]


class Reader:
    """Somebody who types the page's commands, and looks again until they print what the page says."""

    def __init__(self, folder: Path, world: Path, port: int) -> None:
        self._port = port
        path = [str(folder), str(Path(sys.executable).parent), os.environ["PATH"]]
        self._environment = {
            **os.environ,
            "PATH": os.pathsep.join(path),
            "PYTHONPATH": str(ROOT),
            "VM_WORLD": f"sqlite:{world}",
            "COLUMNS": "200",
        }

    def type(self, command: Command) -> None:
        """Type a command until it succeeds and prints what it should.

        A command that failed has done nothing, and a question may be asked again: so may what is idempotent.
        """
        line = command.line.replace("localhost:8700", f"127.0.0.1:{self._port}")
        said = ""

        def does_as_it_should() -> bool:
            nonlocal said
            ended = subprocess.run(
                ["bash", "-c", line], cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False
            )
            said = f"{line}\n{ended.returncode}\n{ended.stdout}{ended.stderr}"
            return ended.returncode == 0 and all(piece in ended.stdout for piece in command.printed)

        wait_until(does_as_it_should, lambda: said, PATIENCE_S)


def wait_until_it_answers(served: ServedProcess) -> None:
    with httpx.Client() as client:

        def answers() -> bool:
            try:
                return client.get(f"{served.url}/readyz").is_success
            except httpx.TransportError:
                return False

        wait_until(answers, served.log, PATIENCE_S)


@pytest.mark.acceptance
@pytest.mark.parametrize("walk", sample(WALKS, 5), ids=name_of)
def test_walk_ends_as_the_page_says_though_the_server_is_killed_between_any_two_commands(
    tmp_path: Path, walk: list[Command]
) -> None:
    need_curl(tmp_path)
    files = [ROOT / file for file in find_served()]
    with ServedProcess(files, tmp_path / "world.db") as served:
        reader = Reader(tmp_path, tmp_path / "world.db", served.port)
        for command in walk:
            wait_until_it_answers(served)
            reader.type(command)
            served.kill()
            served.start()


def test_page_serves_every_example_that_it_walks_through() -> None:
    walked = {word for walk in WALKS for word in walk[0].line.split() if word.startswith("vm/examples/")}
    assert walked == set(find_served())


def test_stand_in_for_curl_sends_and_fails_as_curl_does(tmp_path: Path) -> None:
    (tmp_path / "flow.py").write_text('async def flow(name: str):\n    "use workflow"\n    return name\n')
    stand_in = tmp_path / "curl.py"
    stand_in.write_text(CURL.format(python=sys.executable))
    with ServedProcess(tmp_path / "flow.py", tmp_path / "world.db") as served:
        wait_until_it_answers(served)
        place = f"127.0.0.1:{served.port}/v1/runs"
        body = '{"workflow": "flow", "run_id": "r", "args": ["Ada"]}'
        asked = [["-sf", "-H", "content-type: application/json", "-d", body, place]]
        asked += [["-sfN", f"{place}/r/result?wait=20"], ["-sf", "-X", "POST", f"{place}/nobody/cancel"]]
        ended = [
            subprocess.run([sys.executable, stand_in, *words], capture_output=True, text=True, check=False)
            for words in asked
        ]
    assert [one.returncode for one in ended] == [0, 0, 22]
    assert '"output":"Ada"' in ended[1].stdout
