"""What looks wrong in a workflow file though the sandbox would run it. Each rule is a function over a `View`.

A rule speaks up only where it is sure: code that it cannot read is code that it has nothing to say about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from vm.errors import Finding
from vm.sandbox.bundle import Bundle
from vm.sandbox.lint import calls, clock, failures, literals, orders, state
from vm.sandbox.lint.reach import mark_reach
from vm.sandbox.lint.view import Project, View
from vm.sandbox.source import deep_stack, in_characters

_CHECKS: Final[tuple[Callable[[View], Iterator[Finding]], ...]] = (
    calls.find_unawaited,
    calls.find_gathered_lists,
    calls.find_unavailable,
    calls.find_body_only,
    calls.find_wrong_arguments,
    calls.find_unknown_names,
    calls.find_unserializable,
    clock.find_clocks,
    clock.find_stopped_clocks,
    failures.find_error_texts,
    failures.find_swallowed_failures,
    failures.find_endless_loops,
    literals.find_bad_durations,
    literals.find_bad_options,
    orders.find_set_orders,
    state.find_mutable_defaults,
    state.find_module_state,
    state.find_values_at_import,
)


def find_all(bundle: Bundle) -> Iterator[Finding]:
    """Yield what every rule finds in the files of a bundle."""
    with deep_stack():
        project = Project(bundle)
        mark_reach(project)
        for file, view in project.views.items():
            yield from in_characters(bundle.files[file], [found for check in _CHECKS for found in check(view)])
