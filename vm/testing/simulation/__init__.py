"""Deterministic simulation: many runs of a workflow, and what breaks in one of them."""

from __future__ import annotations

from vm.testing.simulation.case import Broken, Case, Effect, Ending
from vm.testing.simulation.exploration import CounterExample, Exploration, explore

__all__ = ["Broken", "Case", "CounterExample", "Effect", "Ending", "Exploration", "explore"]
