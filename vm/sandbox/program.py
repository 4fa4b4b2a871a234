"""The compiled bundle, opened once per run: a fresh namespace, bound to that run's context."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from stdlib_shims.face import Face
from vm.core.context import Context
from vm.core.ids import split_id
from vm.core.program import Body
from vm.errors import SourceRefused, WorkflowNotFound
from vm.sandbox import builtins, hooks, surface
from vm.sandbox.bundle import Bundle, register_source
from vm.sandbox.canon import reword
from vm.sandbox.compiled import CompiledBundle, compile_bundle
from vm.sandbox.discovery import Discovery, directive_faults, discover
from vm.sandbox.faces import FACES
from vm.sandbox.guards import Guards
from vm.sandbox.importer import ERRORS_FACE, Importer
from vm.sandbox.meter import Meter
from vm.sandbox.modules import module_name
from vm.sandbox.ownership import Ownership
from vm.sandbox.placeholder import Gate
from vm.sandbox.project import namespace_of
from vm.sandbox.texts import clean_str
from vm.sandbox.types import SandboxTypes
from vm.sandbox.version import POLICY_VERSION


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
        self._compiled = compile_bundle(bundle)
        self._discovery = discover(bundle)
        _, file, self._name = _check_workflow(bundle, self._discovery, workflow_id)
        self._file = file
        check_refusals(self._compiled, self._discovery, {bundle.entry, file})
        register_source(bundle)

    def open(self, context: Context) -> Body:
        """Execute the modules in a fresh namespace bound to `context`. Whatever they raise comes through."""
        importer = open_namespace(self.bundle, self._compiled, self._discovery, context)
        try:
            importer.execute(self.bundle.entry)
            module = importer.execute(self._file)
        except Exception as error:
            reword(error)
            raise
        files = {module_name(file, self.bundle.entry): file for file in self.bundle.files}
        types = SandboxTypes(files, partial(_find_namespace, importer))
        return Body(namespace_of(module)[self._name], types, reword)


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

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)


def open_namespace(bundle: Bundle, compiled: CompiledBundle, discovery: Discovery, context: Context) -> Importer:
    """Return the importer of a fresh namespace, with guards, builtins and faces bound to `context`."""
    own, gate = Ownership(), Gate()
    run = ShimRun(context, own)
    guards = Guards(context, run, own, gate)
    run.getattr = guards.read
    run.check_passing = guards.check_passing
    face = surface.make_face(
        context, list(discovery.steps), workflows=discovery.workflows, text=clean_str, owns=own.owns
    )
    names = {**builtins.SHARED, **guards.namespace(), **surface.builtins_of(face)}
    meter = Meter(context, bundle.files, names, own.owns)
    run.tick = meter.tick
    names["print"] = surface.make_print(context, clean_str)
    names[hooks.STUB] = partial(surface.make_stub, context)
    importer = Importer(
        entry=bundle.entry,
        code=compiled.code,
        refusals=_reasons(compiled),
        faces=_faces(face),
        makers={name: partial(make, context) for name, make in FACES.items()},
        run=run,
        gate=gate,
        builtins=names,
        left=meter.left,
    )
    names[hooks.IMPORT] = importer.bind_import
    names[hooks.IMPORT_FROM] = importer.import_name
    names["__import__"] = importer.import_for_c
    return importer


def _faces(face: Face) -> Mapping[str, Face]:
    return {"vm": face, "vm.errors": ERRORS_FACE}


def _reasons(compiled: CompiledBundle) -> dict[str, str]:
    return {
        file: f"the sandbox refuses that file: {findings[0]}"
        for file, findings in compiled.findings.items()
        if findings
    }


def _find_namespace(importer: Importer, file: str) -> dict[str, Any] | None:
    module = importer.modules.get(file)
    return None if module is None else namespace_of(module)
