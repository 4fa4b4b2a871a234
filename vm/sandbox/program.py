"""The compiled bundle, opened once per run: a fresh namespace, bound to that run's context."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import CodeType
from typing import Any, Final, Self

from vm.core.context import Context
from vm.core.frozen import frozen
from vm.core.ids import split_id
from vm.core.program import Body
from vm.errors import SourceRefused, WorkflowNotFound
from vm.sandbox import builtins, hooks, surface
from vm.sandbox.bundle import Bundle, register_source
from vm.sandbox.canon import reword
from vm.sandbox.compiled import CompiledBundle, compile_bundle
from vm.sandbox.declared import Declared
from vm.sandbox.discovery import Discovery, directive_faults, discover
from vm.sandbox.faces import FACES
from vm.sandbox.guards import STATELESS, Guards
from vm.sandbox.importer import ERRORS_FACE, Importer
from vm.sandbox.meter import Meter
from vm.sandbox.modules import KIT, module_name
from vm.sandbox.ownership import Ownership
from vm.sandbox.placeholder import Gate
from vm.sandbox.project import namespace_of
from vm.sandbox.texts import clean_str
from vm.sandbox.types import SandboxTypes
from vm.sandbox.version import POLICY_VERSION

WALKER: Final = f"{KIT}durable.py"
WALK: Final = "run_graph"
"""What the body of a graph's run is: this function of the kit, given the graph."""


class SandboxProgram:
    """A workflow of a bundle, as the core runs it. The same program is opened for every run of it.

    Raises:
        SourceRefused: The policy refuses the entry file, or a file misuses a directive.
        WorkflowNotFound: The bundle declares no workflow of that id.
    """

    policy = POLICY_VERSION

    def __init__(self, bundle: Bundle, workflow_id: str) -> None:
        self.bundle = bundle
        self.workflow_id = workflow_id
        self.files = frozenset(bundle.files)
        self.is_patched = any("patched" in text for text in bundle.files.values())
        self._compiled = compile_bundle(bundle)
        self._discovery = discover(bundle)
        _, file, self._name = _check_workflow(bundle, self._discovery, workflow_id)
        self._file = file
        self._is_graph = self._discovery.workflows[workflow_id].is_graph
        check_refusals(self._compiled, self._discovery, {bundle.entry, file})
        register_source(bundle)
        self._plan = Plan.of(bundle, self._compiled, self._discovery)
        self._modules = {module_name(file, bundle.entry): file for file in bundle.files}

    def open(self, context: Context) -> Body:
        """Execute the modules in a fresh namespace bound to `context`. Whatever they raise comes through."""
        importer = open_namespace(self._plan, context)
        try:
            importer.execute(self.bundle.entry)
            module = importer.execute(self._file)
        except Exception as error:
            reword(error)
            raise
        find = partial(_find_namespace, importer)
        function = namespace_of(module)[self._name]
        if self._is_graph:
            function = partial(namespace_of(importer.execute(WALKER))[WALK], function)
        return Body(function, SandboxTypes(self._modules, find), reword, importer.take_apart, find)


def _check_workflow(bundle: Bundle, discovery: Discovery, workflow_id: str) -> tuple[str, str, str]:
    if workflow_id not in discovery.workflows:
        raise WorkflowNotFound(bundle.entry, workflow_id, list(discovery.workflows))
    return split_id(workflow_id)


def check_refusals(compiled: CompiledBundle, discovery: Discovery, required: set[str]) -> None:
    """Refuse files that must run and may not, and directives that would not do what they say anywhere.

    Raises:
        SourceRefused: With everything that was found.
    """
    found = {finding for file in required for finding in compiled.findings.get(file, ())}
    found.update(directive_faults(discovery))
    if found:
        raise SourceRefused(sorted(found))


class ShimRun:
    """The run as shims see it: the context, and what the sandbox adds to it."""

    def __init__(self, context: Context, own: Ownership) -> None:
        self._context = context
        self.owns = own.owns
        self.own = own.add
        self.getattr: Any = getattr
        self.tick: Any = None
        self.check_passing: Any = None

    def let_go(self) -> None:
        """Hold nothing of the namespace that this is of any more."""
        self.getattr = self.tick = self.check_passing = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


@frozen
class Plan:
    """What the namespaces of all runs of a bundle are made from. `refusals` says why a file must not run."""

    entry: str
    files: frozenset[str]
    code: Mapping[str, CodeType]
    refusals: Mapping[str, str]
    steps: tuple[str, ...]
    workflows: Mapping[str, Declared]

    @classmethod
    def of(cls, bundle: Bundle, compiled: CompiledBundle, discovery: Discovery) -> Self:
        refusals = {file: f"the sandbox refuses that file: {found[0]}" for file, found in compiled.findings.items()}
        steps = tuple(discovery.steps)
        return cls(bundle.entry, frozenset(bundle.files), compiled.code, refusals, steps, discovery.workflows)


def open_namespace(plan: Plan, context: Context) -> Importer:
    """Return the importer of a fresh namespace, with guards, builtins and faces bound to `context`."""
    own, gate = Ownership(), Gate()
    run = ShimRun(context, own)
    guards = Guards(context, run, own)
    run.getattr = guards.read
    run.check_passing = guards.check_passing
    given = surface.make_builtins(context, plan.steps)
    names = _SHARED.copy()  # hundreds of names: a copy is made in one go, a display name by name
    names.update(guards.namespace())
    names.update(given)
    meter = Meter(context, plan.files, names, own.owns)
    run.tick = meter.tick
    names["print"] = surface.make_print(context, clean_str)
    names[hooks.STUB] = partial(surface.make_stub, context)
    make_face = partial(surface.make_face, context, given, workflows=plan.workflows, text=clean_str, owns=own.owns)
    importer = Importer(
        entry=plan.entry,
        code=plan.code,
        refusals=plan.refusals,
        faces=_FACES,
        makers={"vm": make_face, **{name: partial(make, context) for name, make in FACES.items()}},
        run=run,
        gate=gate,
        builtins=names,
        cells=meter.cells,
        parts=(guards, meter),
    )
    names[hooks.IMPORT] = importer.bind_import
    names[hooks.IMPORT_FROM] = importer.import_name
    names["__import__"] = importer.import_for_c
    return importer


_SHARED: Final[dict[str, Any]] = {**builtins.SHARED, **STATELESS}
_FACES: Final = {"vm.errors": ERRORS_FACE}


def _find_namespace(importer: Importer, file: str) -> dict[str, Any] | None:
    module = importer.modules.get(file)
    return None if module is None else namespace_of(module)
