"""The tables of the grammar: what programs may name, and what they are made of."""

from __future__ import annotations

from tools.determinism.templates.definitions import DEFINITIONS, IMPORTS, MAIN
from tools.determinism.templates.expressions import EXPRESSIONS
from tools.determinism.templates.statements import STATEMENTS

__all__ = ["DEFINITIONS", "EXPRESSIONS", "IMPORTS", "MAIN", "STATEMENTS"]
