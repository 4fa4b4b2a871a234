"""Every error has its page."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.cli.conftest import Terminal
from vm import errors
from vm.face.cli.commands.explain import PAGES
from vm.face.cli.main import main


def slugs() -> Iterator[str]:
    pending: list[type[errors.VMError]] = [errors.VMError]
    while pending:
        found = pending.pop()
        pending += found.__subclasses__()
        yield found.slug


@pytest.mark.parametrize("slug", sorted(set(slugs())))
def test_every_error_has_a_page_with_all_its_parts(slug: str) -> None:
    text = (PAGES / f"{slug}.md").read_text(encoding="utf-8")
    heads = [row for row in text.split("\n") if row.startswith("## ")]
    assert heads == ["## What happened", "## Why", "## Before", "## After", "## The way out"]


def test_every_page_belongs_to_an_error() -> None:
    assert {path.stem for path in PAGES.glob("*.md")} == set(slugs())


def test_explain_prints_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "replay-diverged"]) == 0
    assert capsys.readouterr().out.startswith("# The journal and the workflow disagree\n")


def test_explain_lists_the_pages_with_their_titles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    assert "run-exists " in capsys.readouterr().out


def test_explain_answers_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "deadlock", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "The workflow waits for ever"
    assert main(["explain", "--json"]) == 0
    assert {"slug": "deadlock", "title": "The workflow waits for ever"} in json.loads(capsys.readouterr().out)["pages"]


@pytest.mark.parametrize(
    ("slug", "hint"), [("replay-diverge", "replay-diverged"), ("world", "world-"), ("zzz", "lists the pages")]
)
def test_explain_suggests_pages_near_to_an_unknown_one(
    slug: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", slug]) == 2
    assert hint in capsys.readouterr().err


def test_explain_on_a_terminal_is_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert main(["explain", "deadlock"]) == 0
    assert "## What happened" not in terminal.getvalue()
    assert "What happened" in terminal.getvalue()
