"""What was asked of the VM and cannot be done as asked."""

from __future__ import annotations

from collections.abc import Sequence

from vm.errors.base import CallerError


class SourceNotFound(CallerError):
    slug = "source-not-found"

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} cannot be read: {why}", fix="give the path of a Python file with a workflow in it")


class WorkflowNotFound(CallerError):
    slug = "workflow-not-found"

    def __init__(self, path: str, name: str | None, candidates: Sequence[str]) -> None:
        what = f"{path} has no workflow" if name is None else f"{path} has no workflow called {name!r}"
        if candidates:
            fix = f"it has: {', '.join(candidates)}"
        else:
            fix = 'make one: an `async def` whose first statement is "use workflow"'
        super().__init__(what, fix=fix)


class SeveralWorkflows(CallerError):
    slug = "several-workflows"

    def __init__(self, path: str, candidates: Sequence[str]) -> None:
        super().__init__(f"{path} has several workflows: {', '.join(candidates)}", fix="say which: --workflow NAME")


class BadInput(CallerError):
    """Malformed JSON, a bad run id, a bad world URL: anything a caller typed that cannot be read."""

    slug = "bad-input"


class RunNotFound(CallerError):
    slug = "run-not-found"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"there is no run {run_id} in this world",
            fix="`python -m vm inspect runs` lists them; --world URL chooses another world",
        )


class RunExists(CallerError):
    slug = "run-exists"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"there is a run {run_id} already, with another workflow, input or seed",
            fix="choose another --run-id, or leave it out",
        )
        self.run_id = run_id


class RunDiffers(RunExists):
    """A run that is to be imported cannot stand beside one that is here."""

    slug = "run-differs"

    def __init__(self, run_id: str, here: str) -> None:
        clash = "with another journal" if here == run_id else "with the same dedup key, and it is not over"
        CallerError.__init__(
            self,
            f"run {run_id} is not imported: this world has run {here} {clash}",
            fix="import it into another world: `python -m vm import FILE --world sqlite:PATH`",
        )
        self.run_id = here


class RunLeased(CallerError):
    slug = "run-leased"
    is_retryable = True

    def __init__(self, run_id: str, owner: str, for_ms: int) -> None:
        super().__init__(
            f"run {run_id} is being advanced by {owner} (its lease ends in {max(for_ms, 0) / 1000:.1f} s)",
            fix="wait for it, or stop that process and try again",
        )


class RunEnded(CallerError):
    slug = "run-ended"

    def __init__(self, run_id: str, status: str) -> None:
        super().__init__(
            f"run {run_id} is over: it is {status}",
            fix="a run that has ended stays as it is; start a new one with `python -m vm rerun`",
        )
        self.run_id = run_id
        self.status = status


class UpgradeDeclined(CallerError):
    """The worker that drives a run did not move it to code on which its journal replays."""

    slug = "upgrade-declined"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"the worker that drives run {run_id} did not take the new code; the run is as it was",
            fix="its log says why (mostly: it cannot import the code of the steps). Mend that, or stop the worker, "
            "and try again",
        )
        self.run_id = run_id


class RunFailed(CallerError):
    """`await run.result()` of a run that failed. `error` is the decoded failure, also as `__cause__`."""

    slug = "run-failed"

    def __init__(self, run_id: str, error: BaseException) -> None:
        super().__init__(f"run {run_id} failed: {type(error).__name__}: {error}")
        self.run_id = run_id
        self.error = error


class RunUnfinished(CallerError):
    """The VM stopped before the run ended. The run is parked and goes on where it is resumed."""

    slug = "run-unfinished"

    def __init__(self, run_id: str) -> None:
        super().__init__(
            f"run {run_id} has not ended yet",
            fix=f"drive it on with `python -m vm resume {run_id}`",
        )


class HookNotFound(CallerError):
    slug = "hook-not-found"

    def __init__(self, token: str) -> None:
        super().__init__(
            f"no run waits for a payload under the token {token!r}",
            fix="`python -m vm inspect hooks` lists the hooks that are open",
        )


class HookPayloadRefused(CallerError):
    """`faults` says of each field what is wrong with it."""

    slug = "hook-payload-refused"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(
            f"the payload does not fit: {'; '.join(faults)}", fix="send one that does; the run goes on waiting"
        )
        self.faults = tuple(faults)


class HookSchemaMissing(CallerError):
    slug = "hook-schema-missing"

    def __init__(self, name: str) -> None:
        file, _, attribute = name.rpartition("//")
        super().__init__(
            f"{file} has no {attribute}, which the hook's payloads are checked against",
            fix=f"give the type back its name at the top of {file}",
        )


class GraphRefused(CallerError):
    """What a graph, or a run of one, was asked cannot be done as asked: the text says what is there instead."""

    slug = "graph-refused"


class ResumeAlreadyClaimed(CallerError):
    """Somebody else has resumed the step, or its run is over: one wins, and this was not the one."""

    slug = "resume-already-claimed"

    def __init__(self, run_id: str, path: str) -> None:
        super().__init__(
            f"step {path} of run {run_id} is not resumed by this: somebody else was first",
            fix="look at the run's result; nothing is left to be done for this suspension",
        )
        self.run_id = run_id
        self.path = path


class RunWasCancelled(CallerError):
    """The run was asked to end. `output` is what its body returned all the same, `error` what it raised."""

    slug = "run-cancelled"

    def __init__(self, run_id: str, reason: str | None, output: object = None, error: object = None) -> None:
        why = f": {reason}" if reason else ""
        super().__init__(f"run {run_id} was cancelled{why}", fix=f"`python -m vm rerun {run_id}` starts it anew")
        self.run_id = run_id
        self.reason = reason
        self.output = output
        self.error = error


class ServerRefused(CallerError):
    """A server that `vm.client` speaks to answered with an error that has no class of its own."""

    slug = "server-refused"

    def __init__(self, status: int, told: str) -> None:
        super().__init__(f"the server refused with status {status}: {told}", fix=_WAYS_OUT.get(status))
        self.status = status


_WAYS_OUT = {
    401: "give `connect` a token that the server knows",
    403: "give `connect` a token with the scope that this needs",
    404: "look at the URL: is a workflow server there, and under this path?",
    413: "send less, or let the server take more",
}
