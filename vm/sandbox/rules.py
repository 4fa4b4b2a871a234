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
    ("not-available", "Something that only steps can use"),
    ("unawaited", "A call that nobody awaits"),
)

_NOTES: Final[tuple[tuple[str, str], ...]] = ()

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        **{id: Rule(id, "refusal", title) for id, title in _REFUSALS},
        **{id: Rule(id, "warning", title) for id, title in _WARNINGS},
        **{id: Rule(id, "note", title) for id, title in _NOTES},
    }
)
"""By id."""
