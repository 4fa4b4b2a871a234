"""Explain an error, or a rule of `check`, at length: what happened, why, an example,
the way out.

Every error message and every finding names its page. Without one, the pages are
listed.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from vm.errors import BadInput
from vm.face.cli import exits
from vm.face.cli.screen import Screen
from vm.face.cli.usage import add_json

PAGES: Final = Path(__file__).parents[1] / "pages"
RULE_PAGES: Final = PAGES / "rules"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG", nargs="?", help="the page, as an error or a finding names it")
    add_json(parser)


def execute(options: argparse.Namespace, screen: Screen) -> int:
    pages = find_pages()
    if options.slug is None:
        _list(pages, screen)
        return exits.DONE
    if options.slug not in pages:
        raise BadInput(f"there is no page {options.slug!r}", fix=_suggest(options.slug, list(pages)))
    text = pages[options.slug].read_text(encoding="utf-8")
    if screen.is_json:
        screen.answer({"slug": options.slug, "title": _title(text), "text": text})
    elif screen.is_rich:
        from rich.markdown import Markdown

        screen.console.print(Markdown(text))
    else:
        screen.out.write(text)
    return exits.DONE


def find_pages() -> dict[str, Path]:
    """Return the pages by name: those of errors, then those of rules."""
    return {path.stem: path for folder in (PAGES, RULE_PAGES) for path in sorted(folder.glob("*.md"))}


def _list(pages: dict[str, Path], screen: Screen) -> None:
    titles = {slug: _title(path.read_text(encoding="utf-8")) for slug, path in pages.items()}
    if screen.is_json:
        screen.answer({"pages": [{"slug": slug, "title": title} for slug, title in titles.items()]})
    else:
        screen.show_table(["slug", "what happened"], [[slug, title] for slug, title in titles.items()])


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")


def _suggest(slug: str, known: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(slug, known, n=3, cutoff=0.5) or [name for name in known if slug in name]
    if near:
        return f"did you mean {' or '.join(near)}?"
    return "`python -m vm explain` lists the pages"
