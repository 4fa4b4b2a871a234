"""Which semantics the sandbox has."""

from __future__ import annotations

from typing import Final

POLICY_VERSION: Final = 13
"""Raised whenever the same source may behave otherwise, or cost other fuel. A run keeps the one it started with."""
