"""The pytest plugin: fixtures `vm`, `background_vm` and `journal_snapshot`, and the flag `--update`.

Loaded by its entry point wherever this package is installed; what it needs is imported when a test asks for it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from vm.errors import BadInput

if TYPE_CHECKING:
    from vm.testing.background import BackgroundTestVM
    from vm.testing.tester import TestVM

try:
    from pytest_trio import trio_fixture
except ImportError:  # async tests have no loop then, and plain ones need none
    trio_fixture = None


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("workflow-vm", "tests of workflows")
    group.addoption("--update", action="store_true", dest="vm_update", help="write golden journals anew")


if trio_fixture is not None:

    @trio_fixture  # type: ignore[untyped-decorator,unused-ignore]
    async def vm() -> AsyncIterator[TestVM]:
        """A VM for an async test: a world in memory, and time that the test holds. See `vm.testing.TestVM`."""
        from vm.testing.tester import open_test_vm

        async with open_test_vm() as opened:
            yield opened

else:

    @pytest.fixture
    def vm() -> NoReturn:
        raise BadInput("the fixture `vm` is for async tests", fix="install pytest-trio, or use `background_vm`")


@pytest.fixture
def background_vm() -> Iterator[BackgroundTestVM]:
    """A VM for a plain test: its methods block, and runs are named by their ids."""
    from vm.testing.background import BackgroundTestVM

    with BackgroundTestVM() as opened:
        yield opened


@pytest.fixture
def journal_snapshot(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Return `check(text, name=None)`: compare a journal with `journals/TEST.txt` beside the test's file.

    `text` is what `vm.journal(run)` returns. A golden file that is missing is written; `--update` writes it anew.
    """
    from vm.testing.snapshots import compare_snapshot

    folder = Path(request.path).parent / "journals"

    def check(text: str, name: str | None = None) -> None:
        stem = re.sub(r"[^\w.-]+", "-", name or f"{request.path.stem}.{request.node.name}").strip("-")
        is_updating: Any = request.config.getoption("vm_update")
        compare_snapshot(text, folder / f"{stem}.txt", is_updating=bool(is_updating))

    return check
