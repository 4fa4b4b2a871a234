"""What `check` looks at: files, folders and standard input, and what is found in each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from vm.errors import BadInput, Finding, SourceRefused
from vm.face.cli.proofs import Proof
from vm.face.cli.proving import Notice, find_runs, prove_runs
from vm.sandbox.bundle import Bundle
from vm.sandbox.check import check_bundle
from vm.sandbox.loader import decode_source, find_root, load_bundle, read_source
from vm.sandbox.marks import marks_of
from vm.sandbox.source import parse
from world.interface import World

STDIN: Final = "-"
SEVERITIES: Final = ("refusal", "warning", "note")  # the worst first


@dataclass(frozen=True, slots=True)
class Target:
    """One file to check. `text` stands in for what is on disk."""

    path: Path
    text: str | None = None


@dataclass(slots=True)
class Report:
    """What was found, and the text of every file that was looked at, by the path that a reader here can open."""

    targets: list[Target] = field(default_factory=list)
    accepted: list[tuple[Target, Bundle]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    proofs: list[Proof] = field(default_factory=list)
    _found: dict[Finding, Finding] = field(default_factory=dict)

    @property
    def findings(self) -> list[Finding]:
        return sorted(self._found.values())

    def add(self, findings: Iterable[Finding]) -> None:
        """Take findings. Of one that was made twice, through two files, the more severe stays."""
        for finding in findings:
            key = finding._replace(severity="note")
            known = self._found.setdefault(key, finding)
            self._found[key] = min(known, finding, key=lambda one: SEVERITIES.index(one.severity))

    def count(self, severity: str) -> int:
        return sum(finding.severity == severity for finding in self._found.values())


def check_targets(targets: Sequence[Target], steps: Sequence[str] = ()) -> Report:
    """Check files, each with the files of its project that it reaches, and with those that `--steps` adds.

    Raises:
        SourceNotFound: A file cannot be read.
        SourceRefused: A file of `steps` cannot be parsed.
    """
    report = Report(list(targets))
    added = [load_bundle(file, is_checked=False) for file in steps]
    for target in targets:
        base = find_root(target.path)
        try:
            bundle = load_bundle(target.path, text=target.text, is_checked=False)
        except SourceRefused as error:  # what cannot even be parsed
            findings: Sequence[Finding] = error.findings
            report.texts[shown_path(target.path)] = target.text or read_source(target.path)
        else:
            findings = check_bundle(_join(bundle, added))
            if all(finding.severity != "refusal" for finding in findings):
                report.accepted.append((target, bundle))
            report.texts.update({shown_path(base / name): text for name, text in bundle.files.items()})
        report.add(finding._replace(file=shown_path(base / finding.file)) for finding in findings)
    return report


def prove_targets(
    report: Report, world: World, url: str | None, which: str, notice: Notice = lambda _, __: None
) -> None:
    """Replay runs of a world, `open` ones or `all`, against the files that declare their workflows.

    Files in which something is refused are left out. `url` is where other processes find the world.
    """
    for target, bundle in report.accepted:
        base = find_root(target.path)
        for proof in prove_runs(world, url, bundle, find_runs(world, bundle, which), notice):
            report.proofs.append(proof)
            if proof.finding is not None:
                report.add([proof.finding._replace(file=shown_path(base / proof.finding.file))])


def _join(bundle: Bundle, added: Sequence[Bundle]) -> Bundle:
    files = dict(bundle.files)
    for other in added:
        files = {**other.files, **files}
    return Bundle(bundle.entry, files)


def shown_path(path: Path) -> str:
    """Return how a reader in this folder opens a file: a path from here, if it lies below."""
    absolute, here = Path(os.path.abspath(path)), Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else absolute).as_posix()


# ---- from arguments to files


def find_targets(arguments: Sequence[str], stdin_name: str) -> list[Target]:
    """Return the files that arguments mean: themselves, those with directives in a folder, standard input for `-`.

    Raises:
        BadInput: A folder has no such file.
        SourceNotFound: A file cannot be read.
    """
    targets: dict[Path, Target] = {}
    for argument in arguments:
        for target in _targets_of(argument, stdin_name):
            targets.setdefault(target.path, target)
    return list(targets.values())


def _targets_of(argument: str, stdin_name: str) -> Iterator[Target]:
    path = Path(argument)
    if argument == STDIN:
        yield Target(Path(stdin_name), decode_source(_read_stdin(), "standard input"))
    elif path.is_dir():
        found = [file for file in _python_files(path) if _declares(file)]
        if not found:
            fix = "give a folder that holds workflow files, or the files themselves"
            raise BadInput(f"no file below {argument} has a workflow or a step in it", fix=fix)
        yield from map(Target, found)
    else:
        yield Target(path)


def _read_stdin() -> bytes:
    return sys.stdin.buffer.read()


_NOT_OURS: Final = ("__pycache__", "node_modules", "site-packages")


def _python_files(folder: Path) -> Iterator[Path]:
    """Yield the Python files below a folder, in order, without those of environments and hidden folders."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _is_foreign(Path(root), name))
        yield from (Path(root, name) for name in sorted(files) if name.endswith(".py"))


def _is_foreign(parent: Path, name: str) -> bool:
    return name.startswith(".") or name in _NOT_OURS or (parent / name / "pyvenv.cfg").exists()


_WORDS: Final = ("workflow", "step")  # in a directive, and in the name of a decorator


def _declares(path: Path) -> bool:
    """Whether a file holds a directive or a decorator of ours, also one that is misused."""
    text = read_source(path)
    if not any(word in text for word in _WORDS):
        return False
    tree = parse(path.name, text)
    if isinstance(tree, Finding):
        return any(f"{quote}use {word}{quote}" in text for word in _WORDS for quote in "\"'")
    marks = marks_of(path.name, tree)
    return bool(marks.nodes or marks.findings)
