"""What is run: the idioms, which need no steps, the examples, which do, and what is generated."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from tools.determinism import grammar, sweep

ROOT: Final = Path(__file__).resolve().parents[2]
IDIOMS: Final = ROOT / "tests" / "idioms"
CORNERS: Final = ROOT / "tests" / "corners"
EXAMPLES: Final = ROOT / "vm" / "examples"
BODY: Final = 'async def main():\n    "use workflow"\n'
_SHOWING: Final = (
    'async def idiom():\n{body}\n\n\nasync def main():\n    "use workflow"\n    return repr(await idiom())\n'
)
_MARKS: Final = ('"use workflow"', "create_workflow(")
_NEEDED: Final = {
    "flaky_api": "httpx",
    "images": "PIL._imaging",
    "signup_graph": "pydantic_core",
    "trip_graph": "pydantic_core",
}
_INPUTS: Final = {
    "signup_graph": ({"name": "Ada Lovelace", "mail": "ada@example.org"},),
    "trip_graph": ({"to": "Oslo"},),
}


class Body(NamedTuple):
    """A workflow to run: `text` of a file without steps, or the `path` of one with them, which needs a `library`.

    It is given `args`.
    """

    name: str
    text: str = ""
    path: str = ""
    library: str = ""
    args: Sequence[Any] = ()


def load_bodies() -> list[Body]:
    """Return all of them."""
    return [*load_idioms(), *load_corners(), *load_examples(), *(Body(name, text=text) for name, text in sweep.texts())]


def generate_bodies(count: int, seed: int = 0) -> list[Body]:
    """Return workflows that nobody wrote: see `grammar`. All Pythons can read them."""
    programs = grammar.generate(count, seed)
    return [Body(f"generated {seed}/{at}", text=text) for at, text in enumerate(programs) if parses_here(text)]


def load_idioms() -> list[Body]:
    """Return the idioms that this Python can read, each made to return its own text: any value can be shown."""
    paths = sorted(IDIOMS.glob("*.py"))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in paths}
    return [Body(name, text=show(text)) for name, text in texts.items() if parses_here(text)]


def load_corners() -> list[Body]:
    """Return what is known to differ between Pythons and platforms, were nothing done about it."""
    return [Body(f"corner {path.stem}", text=path.read_text(encoding="utf-8")) for path in sorted(CORNERS.glob("*.py"))]


def load_examples() -> list[Body]:
    """Return the examples that ship with the package. What has no workflow in it is a helper of one."""
    paths = [path for path in sorted(EXAMPLES.glob("*.py")) if any(mark in path.read_text("utf-8") for mark in _MARKS)]
    return [Body(path.stem, "", str(path), _NEEDED.get(path.stem, ""), _INPUTS.get(path.stem, ())) for path in paths]


def show(source: str) -> str:
    """Return an idiom whose result is its own text."""
    before, found, body = source.partition(BODY)
    assert found, "an idiom is a workflow called main"
    return before + _SHOWING.format(body=body.rstrip("\n"))


def parses_here(source: str) -> bool:
    """Tell whether this Python has the syntax at all."""
    try:
        compile(source, "workflow.py", "exec")
    except SyntaxError:
        return False
    return True
