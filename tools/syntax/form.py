"""One row of the table: a form of syntax, and a workflow that uses it. They are read from `forms.md`."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).parent / "forms.md"
_FORM: Final = re.compile(
    r"^## (?P<node>\w+): (?P<text>[^\n]*)\n\n(?:<!-- (?P<notes>[^\n]*) -->\n\n)?```python\n(?P<code>.*?)\n```\n",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Form:
    """`node` is the class of the syntax tree that the form is about.

    `body` are the statements of a workflow `main` that returns something, `before` stands above it. `since` is
    the first Python that can read it, `owner` the node whose guards see to it if that is another. What is no
    file at all has another `mode` than "exec", and `body` is all of it.
    """

    node: str
    text: str
    body: str
    before: str = ""
    since: str = "3.11"
    owner: str = ""
    mode: str = "exec"

    @property
    def source(self) -> str:
        """The whole file."""
        if self.mode != "exec":
            return self.body
        inside = textwrap.indent(self.body, "    ")
        return f'{self.before}\n\nasync def main():\n    "use workflow"\n{inside}\n'

    def parse(self) -> Any:
        """Return the form's tree. Raises `SyntaxError` where this Python cannot read it."""
        if self.mode == "type_comments":
            return ast.parse(self.source, type_comments=True)
        return ast.parse(f"{self.source}\n", mode=self.mode)

    def is_readable(self) -> bool:
        """Whether this Python has the syntax."""
        try:
            self.parse()
        except SyntaxError:
            return False
        return True


def read_groups() -> dict[str, tuple[Form, ...]]:
    """Return all forms by the title of their group, in order."""
    _, *parts = re.split(r"^# (.*)\n", _FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {title: tuple(_forms_in(text)) for title, text in zip(parts[::2], parts[1::2], strict=True)}


def _forms_in(text: str) -> Iterator[Form]:
    for match in _FORM.finditer(text):
        before, _, body = match["code"].rpartition("\n---\n")
        notes = dict(note.split() for note in (match["notes"] or "").split(", ") if note)
        yield Form(match["node"], match["text"], body, before, **notes)
