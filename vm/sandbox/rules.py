"""Every rule that a finding can be about. Data only: what finds them is the policy, the loader and `lint`.

`python -m vm explain ID` prints a rule's page; its title is the one here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from vm.errors.author import Severity


class Rule(NamedTuple):
    """A rule by its id. `severity` is what its findings are where nothing milder is said."""

    id: str
    severity: Severity
    title: str


_REFUSALS: Final = (
    ("syntax-error", "Python cannot read the file"),
    ("null-byte", "The source holds a null byte"),
    ("source-too-deep", "The source is nested too deeply"),
    ("refused-syntax", "This kind of syntax is not allowed"),
    ("refused-name", "This name cannot be used in workflow code"),
    ("refused-builtin", "This builtin is not available in workflow code"),
    ("refused-attribute", "This attribute is not allowed in workflow code"),
    ("refused-super", "super can only be called"),
    ("refused-class", "This keyword is not allowed in a class statement"),
    ("refused-method", "This special method cannot be defined"),
    ("refused-import", "Star imports are not allowed"),
    ("refused-finally", "A jump leaves a finally block"),
    ("refused-pattern", "This name cannot be read by a pattern"),
    ("refused-width", "This width is too large"),
    ("directive-near-miss", "This looks like a directive, and is none"),
    ("directive-misplaced", "This directive does nothing where it stands"),
    ("directive-nested", "A workflow or step inside a function or class"),
    ("directive-conflict", "Both a workflow and a step"),
    ("directive-on-lambda", "A lambda cannot be a workflow or a step"),
    ("directive-on-generator", "A generator cannot be a workflow or a step"),
    ("workflow-not-async", "A workflow is a plain def"),
    ("duplicate-name", "Declared twice under one name"),
)

_WARNINGS: Final = (
    ("unawaited", "A call that nobody awaits"),
    ("gather-list", "A list where several things to wait for are meant"),
    ("not-available", "Something that only steps can use"),
    ("body-only", "A step calls what only works in a workflow"),
    ("step-arguments", "Arguments that do not fit the signature"),
    ("step-name", "No step is called that"),
    ("unserializable", "An argument that no journal can hold"),
    ("duration-literal", "This is not a duration"),
    ("option-literal", "This option of a step will be refused"),
    ("clock-stands-still", "A loop waits for a clock that stands still"),
    ("error-text-branch", "A branch depends on the wording of an error"),
    ("swallowed-failure", "A handler swallows every failure"),
    ("endless-loop", "A loop without an end and without an await"),
    ("mutable-default", "A default that all calls share"),
    ("state-not-shared", "A body and a step seem to share an object"),
    ("value-at-import", "A value that differs between a body and its steps"),
)

_NOTES: Final = (
    ("set-order", "The order of a set decides something"),
    ("run-clock", "The clock here is that of the run"),
    ("naive-clock", "The time here is in UTC"),
    ("error-text-argument", "The wording of an error goes into the journal"),
    ("module-state", "Module-level state belongs to one run"),
)

_DIFFERENCES: Final = (
    ("replay-diverged", "The journal and the workflow disagree"),
    ("journal-corrupt", "An event of a journal is damaged"),
)
"""What comes of replaying open runs against a file. Errors of these names say the same."""

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        **{id: Rule(id, "refusal", title) for id, title in (*_REFUSALS, *_DIFFERENCES)},
        **{id: Rule(id, "warning", title) for id, title in _WARNINGS},
        **{id: Rule(id, "note", title) for id, title in _NOTES},
    }
)
"""By id."""

DIFFERENCES: Final = frozenset(id for id, _ in _DIFFERENCES)
