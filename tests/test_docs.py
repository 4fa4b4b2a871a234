"""What the documents say is true: commands and snippets run, help is the real one, links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tools.docs import README, Command, find_blocks, find_help, read_help, replace_help

ROOT = README.parent
GUIDE = sorted((ROOT / "vm" / "guide").glob("*.md"))
FORMS = ("*.md", "*/DESIGN.md", "vm/**/README.md")
PAGES = [*(page for form in FORMS for page in sorted(ROOT.glob(form))), *GUIDE]
PATIENCE_S = 60.0


class Reader:
    """Somebody who does what a page says, in a folder of their own. Commands that end in `&` live until `leave`."""

    def __init__(self, folder: Path) -> None:
        path = [str(Path(sys.executable).parent), os.environ["PATH"]]
        self._folder = folder
        self._environment = {**os.environ, "PATH": os.pathsep.join(path), "PYTHONPATH": str(ROOT), "COLUMNS": "160"}
        if not entry_points(group="pytest11", name="workflow-vm"):  # not installed: this tree is on the path
            self._environment["PYTEST_PLUGINS"] = "vm.testing.plugin"
        self._behind: list[subprocess.Popen[bytes]] = []

    def follow(self, page: Path) -> list[str]:
        """Write the page's files and type its commands, in order. Return what the commands print."""
        printed = []
        for block in find_blocks(page.read_text(encoding="utf-8")):
            if block.file is not None:
                (self._folder / block.file).write_text(block.text, encoding="utf-8")
                continue
            printed += [self.type(command, block.exit_code) for command in block.commands()]
        return printed

    def type(self, command: Command, exit_code: int) -> str:
        """Type a command; where something works behind it, again until it ends and prints as it should."""
        if command.line.endswith(" &"):
            self._begin(command.line.removesuffix(" &"))
            return ""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            ended = subprocess.run(
                command.line, shell=True, cwd=self._folder, env=self._environment, capture_output=True, encoding="utf-8"
            )
            said = ended.stdout + ended.stderr
            if ended.returncode == exit_code and all(piece in said for piece in command.printed):
                return ended.stdout
            is_early = self._behind and time.monotonic() < deadline
            assert is_early, f"{command.line}\nexit code {ended.returncode}\n{said}"

    def _begin(self, line: str) -> None:
        with (self._folder / f"behind-{len(self._behind)}.log").open("wb") as log:
            self._behind.append(
                subprocess.Popen(
                    f"exec {line}", shell=True, cwd=self._folder, env=self._environment, stdout=log, stderr=log
                )
            )

    def leave(self) -> None:
        """End what still lives."""
        for process in self._behind:
            process.kill()
            process.wait()


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    reader = Reader(tmp_path)
    yield reader
    reader.leave()


def test_readme_files_and_commands_work_in_the_order_given(reader: Reader) -> None:
    printed = reader.follow(README)
    assert "welcome Ada, your plan is free" in printed[0]
    assert printed[-1] == "welcome Grace, your plan is free\n"


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_page_of_the_guide_works_in_the_order_given(reader: Reader, page: Path) -> None:
    assert len(reader.follow(page)) >= 2


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.stem)
def test_page_of_the_guide_shows_no_code_that_nothing_executes(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count("```") == 2 * len(list(find_blocks(text)))


def test_readme_leads_to_every_page_of_the_guide() -> None:
    text = README.read_text(encoding="utf-8")
    assert [page.name for page in GUIDE if f"](vm/guide/{page.name})" not in text] == []


def test_readme_shows_the_real_help() -> None:
    text = README.read_text(encoding="utf-8")
    assert find_help(text) == read_help(), "regenerate it: python tools/docs.py --write"


def test_replace_help_changes_the_help_alone() -> None:
    page = "before\n<!-- help -->\n```text\nold\n```\nafter <!-- help -->\n"
    assert replace_help(page, "new \\1\n") == page.replace("old", "new \\1")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_page_links_only_to_files_that_exist(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("name", [path.name for path in sorted((ROOT / "vm" / "examples").glob("[a-z]*.py"))])
def test_example_says_how_to_run_it(name: str) -> None:
    if name == "flaky_server.py":
        assert "flaky_api.py" in (ROOT / "vm" / "examples" / name).read_text(encoding="utf-8")
    else:
        text = (ROOT / "vm" / "examples" / name).read_text(encoding="utf-8")
        assert any(f"python -m vm {command} vm/examples/{name}" in text for command in ("run", "start", "serve"))
