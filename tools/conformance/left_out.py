"""Tests that say nothing about a face, and why. One that passes all the same counts as passed."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Final

INSIDES: Final = "it looks into the library's insides"
_LOOPS: Final = "it makes a loop, a thread or a system task of its own, or has code run outside of any"
_CONTEXTS: Final = "a run has one context for all its tasks, and bodies have no `contextvars`"
_SHOWN: Final = "a repr shows no address, file or place"
_TEXTS: Final = "the error is of the same kind, and says it in other words"
_WHEN: Final = "a wrong call says so at once, not when it is awaited"
_HAND: Final = "only coroutines, steps, sleeps, tasks and futures are awaited; nothing is driven by hand"
_BASE: Final = "bodies have no SystemExit and KeyboardInterrupt, and no BaseException of their own"
_GARBAGE: Final = "garbage, weak references and tracebacks are out of a body's sight"
_LOG: Final = "what nobody awaited is told in the run's log, when the run ends"
_LOG_NOW: Final = "what is said is in the run's log, not on standard error"
_NEWER: Final = "Pythons differ, and the face does as the newer ones"
_TURNS: Final = "two waits that are due at once end one after the other"
_CLOCK: Final = "time passes for a body only where it waits"
_STRICT: Final = "errors always come in groups: there is no `strict_exception_groups=False`"
_SOURCE: Final = "a cancellation does not tell who asked for it, nor why"
_TREE: Final = "a task does not show its nursery, and there is no root task"
_MISNESTED: Final = "scopes left out of turn are an error at once; nothing is recovered"
_PROCESS: Final = "it is about the process: its files, sockets, threads, handlers or configuration"

LEFT_OUT: Final[dict[str, dict[str, str]]] = {
    "asyncio": {
        "*.test_repr*": _SHOWN,
        "*.test_*_repr*": _SHOWN,
        "*.test_str": _SHOWN,
        "*.test_cancelling": _SHOWN,
        "*.test_uncancel_basic": _SHOWN,
        "*.test_context_[1-6]": _CONTEXTS,
        "*.test_taskgroup_task_context": _CONTEXTS,
        "*without_loop": _LOOPS,
        "*.test_current_task*": _LOOPS,
        "*.test_other_loop_future": _LOOPS,
        "*.test_ensure_future_*": _LOOPS,
        "*.test_error_in_call_soon": _LOOPS,
        "*.test_stop_while_run_in_complete": _LOOPS,
        "*.test_constructor_heterogenous_futures": _LOOPS,
        "*.test_issue46672": _LOOPS,
        "*.test_sleep_cancel": INSIDES,
        "*.test_cancelled_getters_not_being_held_in_self_getters": INSIDES,
        "*.test_cancelled_puts_not_being_held_in_self_putters": INSIDES,
        "*.test_get_with_putters": INSIDES,
        "*.test_uninitialized": INSIDES,
        "*.test_task_cancel_message_*": INSIDES,
        "*.test_future_cancel_message_*": INSIDES,
        "*.test_log_destroyed_pending_task": _LOG,
        "*.test_future_exception_never_retrieved*": _LOG,
        "*.test_tb_logger_*": _LOG,
        "*.test_cancel_traceback_for_future_*": _GARBAGE,
        "*.test_create_task_with_noncoroutine": _TEXTS,
        "*.test_task_awaits_on_itself": _TEXTS,
        "*.test_wait_errors": _WHEN,
        "*.test_wait_invalid_args": _WHEN,
        "*.test_as_completed_invalid_args": _WHEN,
        "*.test_iscoroutinefunction": _HAND,
        "*.test_isfuture": _HAND,
        "*.test_ensure_future_awaitable": _HAND,
        "*.test_create_task_with_asynclike_function": _HAND,
        "*.test_step_result_future": _HAND,
        "*.test_cancel_gather_1": _HAND,
        "*.test_iter": _HAND,
        "*.test_yield_from_twice": _HAND,
        "*.test_future_iter_throw": _HAND,
        "*.test_future_stop_iteration_args": _HAND,
        "*.test_constructor_positional": _HAND,
        "*.test_get_coro": _HAND,
        "*.test_get_stack": _GARBAGE,
        "*.test_task_set_methods": _HAND,
        "*.test_set_*_causes_invalid_state": _HAND,
        "*.test_baseexception_during_cancel": _BASE,
        "*.test_taskgroup_20": _BASE,
        "*.test_taskgroup_20a": _BASE,
        "*.test_get_context": _CONTEXTS,
        "*.test_cancelled_error_*": _SOURCE,
        "*.test_as_completed": _CLOCK,
        "*.test_exception": _NEWER,
        "*.test_taskgroup_no_create_task_after_failure": _NEWER,
        "*.test_taskgroup_finished": _NEWER,
        "*.test_taskgroup_not_entered": _NEWER,
        "*.test_wait_for_self_cancellation": _NEWER,
        "*.test_nested_timeouts": _TURNS,
        "*.test_uncancel_structured_blocks": _LOOPS,
    },
    "logging": {
        "LoggerAdapterTest.*": _PROCESS,
        "ModuleLevelMiscTest.test_[cdeilw]*": _PROCESS,
        "*.test_get_children": "only newer Pythons have it",
    },
    "warnings": {
        "*_duplicate*": INSIDES,
        "*.test_ignore": INSIDES,
        "*.test_exec_filename": _PROCESS,
        "*.test_filename": _PROCESS,
        "*.test_stacklevel*": _PROCESS,
        "*.test_skip_file_prefixes*": _PROCESS,
        "*showwarning*": _PROCESS,
        "*.test_catch_warnings_defaults": _PROCESS,
        "*.test_catch_warnings_recording": _PROCESS,
        "*.test_catch_warnings_restore": _PROCESS,
        "*.test_error_after_default": _LOG_NOW,
        "*.test_catchwarnings_with_simplefilter_error": _LOG_NOW,
    },
    "trio": {
        "*strict*": _STRICT,
        "*.test_nursery_collapse": _STRICT,
        "*.test_system_task_*": _LOOPS,
        "*.test_TrioToken_*": _LOOPS,
        "*.test_error_in_run_loop": _LOOPS,
        "*.test_broken_abort": _LOOPS,
        "*.test_run_nesting": _LOOPS,
        "*.test_out_of_context": _LOOPS,
        "*.test_sniffio_integration": _LOOPS,
        "*asyncio_function*": _LOOPS,
        "*.test_initialization_error": _LOOPS,
        "*cyclic_garbage*": _GARBAGE,
        "*.test_locals_destroyed_promptly_on_cancel": _GARBAGE,
        "*.test_traceback_frame_removal": _GARBAGE,
        "*.test_Lock_and_StrictFIFOLock": _GARBAGE,
        "*.test_contextvar_*": _CONTEXTS,
        "*.test_current_task": _TREE,
        "*.test_task_tree_introspection": _TREE,
        "*.test_task_nursery_stack": _TREE,
        "*.test_internal_error_old_nursery_multiple_tasks": _TREE,
        "*.test_permanently_detach_coroutine_object": _HAND,
        "*.test_Task_custom_sleep_data": _HAND,
        "*.test_spawn_name": _LOOPS,
        "*.test_*_subclass": _HAND,
        "*.test_*_private_init": _HAND,
        "*.test_Cancelled_init": _HAND,
        "*.test_cancel_reason*": _SOURCE,
        "*.test_nested_child_source": _SOURCE,
        "*.test_Cancelled_*": _SOURCE,
        "*misnest*": _MISNESTED,
        "*.test_current_time": _CLOCK,
        "*.test_yield_briefly_checks_for_timeout": _CLOCK,
        "*.test_cancel_unbound": _CLOCK,
        "*.test_cancel_scope_repr": _CLOCK,
        "*.test_nice_error_on_bad_calls_to_run_or_spawn": _TEXTS,
    },
}
"""By face: which tests, as `File.test_name` or `Class.test_name`, and why."""


def find_reason(module: str, test: str) -> str | None:
    """Return why a test of a face is left out, or None."""
    return next((why for pattern, why in LEFT_OUT.get(module, {}).items() if fnmatchcase(test, pattern)), None)
