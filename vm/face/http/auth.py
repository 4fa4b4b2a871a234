"""Who may do what: bearer tokens with scopes, read from a file that only its owner can read."""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vm.errors import BadInput
from vm.face.http.problems import Problem

SCOPES: Final[Mapping[str, str]] = {
    "runs:read": "see runs, their results, events and streams",
    "runs:write": "start, cancel, wake, upgrade and rerun runs",
    "hooks:write": "see open hooks, and resume them",
    "metrics:read": "read the metrics",
}

_SHORTEST: Final = 16  # characters of a token: fewer can be tried out
_LOCAL_HOSTS: Final = frozenset(("localhost", "127.0.0.1", "[::1]", "::1"))


@dataclass(frozen=True, slots=True)
class Tokens:
    """Known tokens by the SHA-256 of their text, with their scopes. None known: everybody on this machine may all."""

    scopes_by_digest: Mapping[bytes, frozenset[str]]

    @property
    def is_open(self) -> bool:
        return not self.scopes_by_digest

    def scopes_of(self, token: str) -> frozenset[str] | None:
        """Return what a token may do, or None when it is not known. Takes the same time for every token."""
        digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
        found: frozenset[str] | None = None
        for known, scopes in self.scopes_by_digest.items():
            if hmac.compare_digest(known, digest):
                found = scopes
        return found

    def check(self, headers: Mapping[str, str], scope: str) -> None:
        """Raise `Problem` unless a request with these headers may do what `scope` allows.

        Without tokens only requests that name this machine are served: a page in a browser that was led here
        by another name is not.
        """
        if self.is_open:
            host = headers.get("host", "").rpartition("@")[2].lower()
            name = host if host.endswith("]") else host.rpartition(":")[0] or host
            if name not in _LOCAL_HOSTS:
                raise Problem(403, "forbidden", "without tokens only this machine is served, by its local name")
            return
        kind, _, token = headers.get("authorization", "").partition(" ")
        scopes = self.scopes_of(token.strip()) if kind.lower() == "bearer" else None
        if scopes is None:
            challenge = {"WWW-Authenticate": 'Bearer realm="workflow-vm"'}
            raise Problem(401, "unauthorized", "send a known token: Authorization: Bearer TOKEN", headers=challenge)
        if scope not in scopes:
            raise Problem(403, "forbidden", f"the token does not have the scope {scope}")


def load_tokens(path: Path) -> Tokens:
    """Read tokens from a file: a line each, `TOKEN` or `TOKEN SCOPE[,SCOPE...]` (default: all scopes), `#` comments.

    Raises:
        BadInput: The file cannot be read, others can read it too, or a line is no token.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"the token file {path} cannot be read: {error}", fix="give a text file of tokens") from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadInput(f"others can read the token file {path}", fix=f"chmod 600 {path}")
    found: dict[bytes, frozenset[str]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if words:
            found[_digest_of(words[0], path, number)] = _scopes_of(words[1:], path, number)
    if not found:
        raise BadInput(f"the token file {path} holds no token", fix="write one a line: TOKEN runs:read,runs:write")
    return Tokens(found)


def _digest_of(token: str, path: Path, number: int) -> bytes:
    if len(token) < _SHORTEST:
        raise BadInput(
            f"line {number} of {path}: a token needs {_SHORTEST} characters or more",
            fix="make one: python -c 'import secrets; print(secrets.token_urlsafe(32))'",
        )
    return hashlib.sha256(token.encode()).digest()


def _scopes_of(words: list[str], path: Path, number: int) -> frozenset[str]:
    named = [name for word in words for name in word.split(",") if name]
    unknown = [name for name in named if name not in SCOPES]
    if unknown:
        raise BadInput(f"line {number} of {path}: there is no scope {unknown[0]}", fix=f"use of: {', '.join(SCOPES)}")
    return frozenset(named or SCOPES)
