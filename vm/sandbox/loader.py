"""From a path to a bundle: the file, and the files of its project that it can import."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Callable
from pathlib import Path
from typing import Final

from vm.errors import SourceNotFound, SourceRefused
from vm.sandbox.bundle import Bundle
from vm.sandbox.discovery import directive_faults, discover
from vm.sandbox.modules import KIT, files_of
from vm.sandbox.reading import read

PACKAGE_FOLDERS: Final = frozenset(("site-packages", "dist-packages"))
ROOT_MARKS: Final = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
PACKAGES: Final = Path(__file__).resolve().parents[2]  # where this package lies, and with it `KIT`
MAX_SOURCE_BYTES: Final = 4 * 1024 * 1024  # what a person wrote is a hundredth of it; the bundle is stored


def load_bundle(
    path: str | Path, *, root: Path | None = None, text: str | None = None, is_checked: bool = True
) -> Bundle:
    """Read a workflow file and the project files that it reaches by import, in functions too.

    File names in the bundle are relative to `root` (default: `find_root(path)`). `text` stands in for what the
    file holds. A file that the sandbox cannot read joins nothing. `is_checked=False` leaves misused directives
    to `check_bundle`.

    Raises:
        SourceNotFound: The file is missing, is a folder, cannot be read or is not text.
        SourceRefused: Python cannot parse it, or a directive in some file does not do what it says.
    """
    file = _place_of(Path(path))
    root = find_root(file) if root is None else _place_of(root)
    inside = file.is_relative_to(root)
    entry = file.relative_to(root).as_posix() if inside else file.name
    base = root if inside else file.parent
    text = read_source(file) if text is None else _with_plain_newlines(text)
    _check_readable(entry, text)
    bundle = Bundle(entry, _collect(entry, text, base))
    return _checked(bundle) if is_checked else bundle


def load_source(text: str, name: str = "workflow.py", *, is_checked: bool = True) -> Bundle:
    """Return the bundle of source text that is not in a file, and so has no neighbours.

    Raises:
        SourceRefused: Python cannot parse it, or a directive in it does not do what it says.
    """
    text = _with_plain_newlines(text)
    _check_readable(name, text)
    bundle = Bundle(name, _collect(name, text, None))
    return _checked(bundle) if is_checked else bundle


def _check_readable(name: str, text: str) -> None:
    fault = read(name, text).fault
    if fault is not None:
        raise SourceRefused([fault])


def _checked(bundle: Bundle) -> Bundle:
    """A directive that is misspelt or misplaced would pass in silence: the step would run in the sandbox."""
    misused = directive_faults(discover(bundle))
    if misused:
        raise SourceRefused(misused)
    return bundle


def find_root(path: Path) -> Path:
    """Return the project that a file belongs to: the nearest folder above it that is marked as one, else its own.

    The root of an installed package is the folder that it is installed in, so that ids read as its modules do.
    """
    folder = _place_of(path).parent
    for candidate in (folder, *folder.parents):
        if candidate.name in PACKAGE_FOLDERS or any((candidate / mark).exists() for mark in ROOT_MARKS):
            return candidate
    return folder


def _place_of(path: Path) -> Path:
    """Return where a file is, as an absolute path with no `..` in it: ids and roots are parts of that path."""
    place = path.absolute()
    return place.parent.resolve() / place.name if ".." in place.parts else place


def read_source(path: Path) -> str:
    """Return a file's text. A declared encoding (PEP 263) is honoured; line ends become plain newlines.

    Raises:
        SourceNotFound: As for `load_bundle`.
    """
    if path.is_dir():
        raise SourceNotFound(str(path), "it is a folder")
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceNotFound(str(path), "there is no such file") from error
    except OSError as error:
        raise SourceNotFound(str(path), error.strerror or "the system refuses it") from error
    return decode_source(data, str(path))


def decode_source(data: bytes, name: str) -> str:
    """Return the text of a file's bytes. `name` is what an error calls it. Raises `SourceNotFound`."""
    if len(data) > MAX_SOURCE_BYTES:
        raise SourceNotFound(name, f"it is larger than {MAX_SOURCE_BYTES} bytes")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return _with_plain_newlines(data.decode(encoding))
    except (SyntaxError, LookupError, UnicodeDecodeError) as error:
        raise SourceNotFound(name, "it is not UTF-8 text, nor in the encoding that it declares") from error


def _with_plain_newlines(text: str) -> str:
    """Python reads all line ends alike; the bundle's hash must too, whatever git did to them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _collect(entry: str, text: str, base: Path | None) -> dict[str, str]:
    """Return the texts of all files that `entry` reaches, in the folder `base` and in our own kit."""
    files = {entry: text}
    exists = _exists_below(base)
    queue = [entry]
    while queue:
        importer = queue.pop()
        for name in _imported_files(importer, files[importer], entry, exists):
            if name not in files:
                found = _try_read(path_of(name, base))
                if found is not None:
                    files[name] = found
                    queue.append(name)
    return files


def _imported_files(importer: str, text: str, entry: str, exists: Callable[[str], bool]) -> list[str]:
    targets = read(importer, text).imports
    return [name for target in targets for name in files_of(target, importer, entry, exists)]


def _exists_below(base: Path | None) -> Callable[[str], bool]:
    known: dict[str, bool] = {}

    def exists(name: str) -> bool:
        if name not in known:
            known[name] = (base is not None or name.startswith(KIT)) and path_of(name, base).is_file()
        return known[name]

    return exists


def path_of(name: str, base: Path | None) -> Path:
    """Return where a file of a bundle lies: below `base`, or, of our own kit, below `PACKAGES`."""
    return (PACKAGES if base is None or name.startswith(KIT) else base) / name


def _try_read(path: Path) -> str | None:
    """A neighbour that is no readable text may still serve steps; in the sandbox it is a placeholder."""
    try:
        return read_source(path)
    except SourceNotFound:
        return None
