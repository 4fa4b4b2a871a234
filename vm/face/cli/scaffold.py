"""The files of a new project: a workflow, its steps, their tests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from vm import __version__
from vm.errors import BadInput

WORKFLOW: Final = '''\
"""An order: two steps one after the other, a question to a person, and a wait that outlives the process.

    python -m vm run orders.py --arg item='"tea"'
    python -m vm inspect runs
"""

from vm import FatalError, create_hook, get_step_metadata, log, race, sleep, step

PRICES = {"tea": 450, "teapot": 3990}  # cents


async def buy(item: str = "tea", patience: str = "2s") -> dict:
    "use workflow"
    price = await look_up(item)
    with create_hook(metadata={"item": item}) as hook:
        answer = await race(hook, sleep(patience))  # "no" stops it; silence is agreement
    if answer == "no":
        log(f"{item} is not wanted after all")
        return {"item": item, "bought": False}
    receipt = await charge(item, price)
    return {"item": item, "bought": True, "receipt": receipt}


async def look_up(item: str) -> int:
    "use step"
    if item not in PRICES:
        raise FatalError(f"there is no {item}")  # another attempt would not help
    return PRICES[item]


@step(max_retries=5, timeout="30s")
async def charge(item: str, price: int) -> str:
    """A real one passes this key on, so that a second attempt does not charge a second time."""
    key = get_step_metadata().step_id
    return f"{price / 100:.2f} for {item} under {key}"
'''

TESTS: Final = '''\
"""What the orders promise. `background_vm` has its own world, and time that passes when it is waited for."""

from pathlib import Path

import pytest

from vm import RunFailed
from vm.testing import crash_everywhere, explore

ORDERS = Path(__file__).resolve().parents[1] / "orders.py"


def test_silence_is_agreement(background_vm):
    assert background_vm.run(ORDERS, "tea", patience="7d")["bought"] is True


def test_no_is_heard_in_time(background_vm):
    run = background_vm.start(ORDERS, "teapot", patience="7d")
    hook = background_vm.wait_for_hook(run)
    background_vm.advance(days=6)
    background_vm.resume_hook(hook.token, "no")
    assert background_vm.result(run) == {"item": "teapot", "bought": False}
    assert background_vm.calls("charge") == []


def test_bank_that_is_down_is_asked_again(background_vm):
    background_vm.fail_step("charge", times=2)
    assert background_vm.run(ORDERS, "tea")["receipt"].startswith("4.50 for tea under ")
    assert len(background_vm.calls("charge")) == 3


def test_item_that_is_not_there_fails_the_run(background_vm):
    with pytest.raises(RunFailed, match="there is no anvil"):
        background_vm.run(ORDERS, "anvil")


def test_order_comes_to_the_same_wherever_its_process_dies():
    assert crash_everywhere(ORDERS, "tea").ending.end.startswith("completed")


def test_nobody_pays_for_what_was_not_bought():
    def holds(ending):
        refused = ending.status == "completed" and not ending.output["bought"]
        return not (refused and ending.effects_of("charge"))

    explore(ORDERS, "tea", seeds=25, invariant=holds, payloads=lambda hook: ["no", "yes"])
'''

PYPROJECT: Final = """\
[project]
name = "{name}"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = ["workflow-vm>={version}"]

[project.optional-dependencies]
test = ["pytest>=8.3"]

[tool.setuptools]
py-modules = ["orders"]

[tool.pytest.ini_options]
testpaths = ["tests"]
"""

README: Final = """\
# {name}

    python -m vm run orders.py          run the workflow; Ctrl-C parks it, `python -m vm resume RUN` goes on
    python -m vm inspect runs           what there is
    python -m vm check orders.py        what the sandbox refuses, before anything runs
    python -m vm worker orders.py       drive whatever is due
    python -m pytest                    the tests, in virtual time

`orders.py` has a workflow (its body is replayed, so it has no effects of its own) and steps (ordinary functions, which
have them all). `tests/` shows the test kit: stubs, failures, held time, crashes, exploration.
"""

FILES: Final = {
    "orders.py": WORKFLOW,
    "tests/test_orders.py": TESTS,
    "pyproject.toml": PYPROJECT,
    "README.md": README,
    ".gitignore": ".vm/\n__pycache__/\n",
}


def make_project(folder: Path) -> list[str]:
    """Write a new project into a folder, which may be there if it is empty. Returns the names of its files.

    Raises:
        BadInput: The folder has something in it, cannot be written, or has a name that no project can have.
    """
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-")
    if not name:
        raise BadInput(f"{folder} cannot be the name of a project", fix="give a folder with letters in its name")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BadInput(f"{folder} is there already, and not empty", fix="give the name of a new folder")
        for file, text in FILES.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            is_form = file in ("pyproject.toml", "README.md")
            path.write_text(text.format(name=name, version=__version__) if is_form else text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{folder} cannot be written: {error.strerror}", fix="give another folder") from error
    return list(FILES)
