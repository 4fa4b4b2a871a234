"""The pytest plugin, in a project of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROJECT = {
    "shop.py": """
from vm import create_hook, sleep, race

async def buy(item):
    "use workflow"
    paid = await charge(item)
    with create_hook(f"{item}.answer") as hook:
        return [paid, await race(hook, sleep("7d"))]

async def charge(item):
    "use step"
    return f"paid for {item}"
""",
    "test_async.py": """
import pytest

@pytest.mark.trio
async def test_answer(vm, journal_snapshot):
    run = await vm.start("shop.py", "tea")
    await (await vm.wait_for_hook(run)).resume("fine")
    assert await run.result() == ["paid for tea", "fine"]
    journal_snapshot(vm.journal(run))
""",
    "test_plain.py": """
def test_nobody_answers(background_vm):
    assert background_vm.run("shop.py", "tea") == ["paid for tea", None]
""",
}


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    is_installed = bool(entry_points(group="pytest11", name="workflow-vm"))
    plugin = [] if is_installed else ["-p", "vm.testing.plugin"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in PROJECT.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_fixtures_serve_async_and_plain_tests_and_keep_golden_journals(project: Path) -> None:
    first = run_pytest(project)
    assert "2 passed" in first.stdout, first.stdout + first.stderr
    golden = project / "journals" / "test_async.test_answer.txt"
    golden.write_text(golden.read_text().replace("fine", "foul"))
    second = run_pytest(project)
    assert "SnapshotDiffers: the journal is not the golden one" in second.stdout
    assert "1 failed, 1 passed" in second.stdout
    third = run_pytest(project, "--update")
    assert "2 passed" in third.stdout
    assert "fine" in golden.read_text()


def test_plain_pytest_without_pytest_trio_has_the_background_vm(project: Path) -> None:
    (project / "conftest.py").write_text("")
    (project / "pytest_trio.py").write_text("raise ImportError('not installed')")
    done = run_pytest(project, "-p", "no:trio", "test_plain.py")
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_plugin_brings_nothing_heavy_with_it() -> None:
    code = "import vm.testing.plugin, sys; print([name for name in ('sqlite_utils', 'rich') if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.stdout == "[]\n", done.stderr
