"""From a form to its row: what the policy says of it, and which guards it puts where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from stdlib_shims.tables import words
from tools.syntax.form import Form, read_groups
from vm.errors import Finding
from vm.sandbox.compiler import trim
from vm.sandbox.marks import declared_in
from vm.sandbox.policy import WorkflowPolicy

PAGE: Final = Path(__file__).resolve().parents[2] / "vm" / "sandbox" / "SYNTAX.md"
GROUPS: Final = read_groups()
FORMS: Final = tuple(form for forms in GROUPS.values() for form in forms)

_PURPOSES: Final = {
    "": words("classes type_of int float generator held stub getattr hasattr"),  # they serve other guards
    "private names are those of the author's own objects": ("private",),
    "the object decides whether it may be read": ("dynamic",),
    "answers as `type(x)` does": ("type",),
    "answers as `vars(x)` does": ("vars",),
    "only the author's own objects can be changed": words("write object_setattr"),
    "what the VM does to a body passes through": words("caught caught_group current fatal any"),
    "the error gets the text that it has on every Python": ("reword",),
    "no addresses in texts": words("clean str repr ascii real_str real_repr super_text"),
    "keeps the order in which members came": ("set", "plain_set"),
    "only of the author's own classes": words("super super_read instance unbound"),
    "gives a face, a file of the project, or a placeholder": words("import from"),
    "marks the class as the author's": words("token own"),
    "counts fuel": words(
        """
    left refuel unit more deep deeper sink taken compress next units
    turns block counted delegated paid_range plain_range
        """
    ),
    "bounded in size, before it is made": words(
        """
        multiply multiply_in_place power power_in_place shift shift_in_place remainder remainder_in_place bounded count
        width replace replace_any join join_any range
        """
    ),
}
PURPOSE_OF: Final = {f".{hook}": purpose for purpose, hooks in _PURPOSES.items() for hook in hooks}
"""What each guard is for. Of one that is not named here the table says that it is a check."""


class Row(NamedTuple):
    """A line of the table."""

    node: str
    text: str
    since: str
    verdict: str
    reason: str

    def __str__(self) -> str:
        cells = (
            f"`{self.node}`",
            self.text.replace("|", "\\|"),
            self.since,
            self.verdict,
            self.reason.replace("|", "\\|"),
        )
        return f"| {' | '.join(cells)} |"


class _Watched(WorkflowPolicy):
    """The policy, telling which kind of node each guard was put in for."""

    def __init__(self, file: str, tree: ast.Module) -> None:
        super().__init__(file, tree)
        self.guards: dict[str, set[str]] = {}
        self._known: list[set[int]] = [set()]
        self._source = set(ast.walk(tree))
        self._made: list[Any] = []

    def visit(self, node: ast.AST) -> Any:
        if node not in self._source:  # a guard's own nodes belong to what they guard
            return super().visit(node)
        self._known.append(set())
        result = super().visit(node)
        inside = self._known.pop()
        found = {id(part): part.id for part in _names_in(result) if part.id.startswith(".")}
        self._made.append(result)  # so that no two nodes have one id
        own = {name for key, name in found.items() if key not in inside}
        self.guards.setdefault(type(node).__name__, set()).update(own)
        self._known[-1].update(found)
        return result


def _names_in(result: Any) -> Iterator[ast.Name]:
    for root in result if isinstance(result, list) else [result]:
        if isinstance(root, ast.AST):
            yield from (part for part in ast.walk(root) if isinstance(part, ast.Name))


def judge(form: Form) -> tuple[list[Finding], set[str]]:
    """Return what the policy has against a form that this Python can read, and the guards that its node gets."""
    tree: Any = form.parse()
    if form.mode == "exec":
        tree = trim(tree, declared_in("workflow.py", tree))
    policy = _Watched("workflow.py", tree)
    policy.visit(tree)
    return sorted(policy.findings), policy.guards.get(form.owner or form.node, set())


def row_of(form: Form) -> Row:
    """Return the row of a form that this Python can read."""
    findings, guards = judge(form)
    if findings:
        return Row(form.node, form.text, form.since, "refused", findings[0].message)
    purposes = {PURPOSE_OF.get(name.rstrip("0123456789"), "checked at run time") for name in guards} - {""}
    return Row(form.node, form.text, form.since, "guarded" if purposes else "allowed", "; ".join(sorted(purposes)))


def lines_of(page: str) -> Iterator[str]:
    """Yield the tables' lines. What this Python cannot read keeps the line that `page` has for it."""
    kept = {_key(line): line for line in page.split("\n") if line.startswith("| `")}
    for title, forms in GROUPS.items():
        yield from ("", f"## {title}", "", "| node | form | since | verdict | |", "|---|---|---|---|---|")
        for form in forms:
            drawn = Row(form.node, form.text, form.since, "unknown", "draw it on a newer Python")
            yield str(row_of(form)) if form.is_readable() else kept.get(_key(str(drawn)), str(drawn))


def _key(line: str) -> tuple[str, ...]:
    return tuple(line.split(" | ")[:2])


def draw(page: str) -> str:
    """Return the page anew."""
    return "\n".join([_HEAD.rstrip("\n"), *lines_of(page)]) + "\n"


_HEAD: Final = """\
# What the sandbox makes of each form of syntax

Drawn from the policy by `python -m tools.syntax --write` (on Python 3.14, which can read all of it), and held by
`tests/sandbox/test_syntax_table.py`: every row is a workflow (`tools/syntax/forms.md`) that is run in the sandbox and
in plain Python with the same result, or seen refused. *Allowed* is passed on as it is, *guarded* gets a check at run
time, *refused* does not compile. The rows are all node classes of Python 3.11 to 3.14, some in several forms. A node,
or a field of a node, that is not in `vm/sandbox/grammar.py` is refused: a newer Python opens nothing by itself.
"""
