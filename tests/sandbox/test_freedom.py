"""`freedom.md`: what a good author writes does in the sandbox what it does in plain Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sandbox.running import body_source, make_context, run_plain, run_sandboxed

PAGE = (Path(__file__).parent / "freedom.md").read_text(encoding="utf-8")
CASES = re.findall(r"^## ([^\n]*)\n\n```python\n(.*?)\n```\n", PAGE.replace("\r", ""), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("title", "code"), CASES, ids=[title for title, _ in CASES])
def test_code_does_what_it_does_in_plain_python(title: str, code: str) -> None:
    before, _, body = code.rpartition("---\n")
    source = body_source(body, before)
    assert repr(run_sandboxed(source)) == repr(run_plain(source))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ("print()", "\n"),
        ("print('a', 1, None)", "a 1 None\n"),
        ("print('a', 1, sep='', end='')", "a1"),
        ("print('a', 1, sep=None, end=None, file=None)", "a 1\n"),
    ],
)
def test_print_goes_to_the_journal(call: str, text: str) -> None:
    context = make_context()
    run_sandboxed(body_source(call), context=context)
    assert context.logs == [("print", text)]


@pytest.mark.parametrize("option", ["sep", "end"])
def test_print_refuses_other_separators_in_pythons_words(option: str) -> None:
    with pytest.raises(TypeError, match=f"{option} must be None or a string, not int"):
        run_sandboxed(body_source(f"print(1, {option}=5)"))


def test_print_to_an_object_writes_as_pythons_does() -> None:
    source = body_source(
        "log = Log()\nprint('a', 1, sep='-', file=log, flush=True)\nprint(file=log)\nreturn log.seen",
        "class Log:\n    def __init__(self):\n        self.seen = []\n    def write(self, text):\n"
        "        self.seen.append(text)\n    def flush(self):\n        self.seen.append(None)\n",
    )
    context = make_context()
    assert run_sandboxed(source, context=context) == run_plain(source) == ["a", "-", "1", "\n", None, "\n"]
    assert context.logs == []


def test_page_is_read_to_its_end() -> None:
    assert len(CASES) == PAGE.count("\n## ")
