"""What the documents say is true: commands and snippets run, help is the real one, links lead somewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.docs import README, find_blocks, find_help, read_help, replace_help

ROOT = README.parent
PAGES = [page for form in ("*.md", "*/DESIGN.md", "vm/**/README.md") for page in sorted(ROOT.glob(form))]


def run_line(line: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a reader's shell would, with `python` being this one."""
    bin_folder = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        line, shell=True, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_readme_files_and_commands_work_in_the_order_given(tmp_path: Path) -> None:
    printed = []
    for block in find_blocks(README.read_text(encoding="utf-8")):
        if block.file is not None:
            (tmp_path / block.file).write_text(block.text, encoding="utf-8")
            continue
        for line in block.commands():
            process = run_line(line, tmp_path)
            assert process.returncode == 0, f"{line}\n{process.stdout}{process.stderr}"
            printed.append(process.stdout)
    assert "welcome Ada, your plan is free" in printed[0]
    assert printed[-1] == "welcome Grace, your plan is free\n"


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
