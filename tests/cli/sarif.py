"""What the schema of SARIF 2.1.0 demands of the parts that we write, in its own terms; and a reader of such terms.

The whole schema (OASIS, 3,400 lines) was read for this; `check --format sarif` was also held against it whole.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

TEXT: Final = {"type": str}
MESSAGE: Final = {"required": ["text"], "properties": {"text": TEXT, "markdown": TEXT}}
LEVEL: Final = {"type": str, "enum": ["none", "note", "warning", "error"]}
POSITIVE: Final = {"type": int, "minimum": 1}
LOCATION: Final = {"properties": {"uri": {"type": str, "format": "uri-reference"}, "uriBaseId": TEXT}}
RULE: Final = {
    "required": ["id"],
    "properties": {
        "id": TEXT,
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": MESSAGE,
        "defaultConfiguration": {"properties": {"level": LEVEL}},
    },
}
REGION: Final = {"properties": dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), POSITIVE)}
RESULT: Final = {
    "required": ["message"],
    "properties": {
        "ruleId": TEXT,
        "ruleIndex": {"type": int, "minimum": -1},
        "level": LEVEL,
        "message": MESSAGE,
        "locations": {
            "items": {
                "properties": {"physicalLocation": {"properties": {"artifactLocation": LOCATION, "region": REGION}}}
            }
        },
    },
}
RUN: Final = {
    "required": ["tool"],
    "properties": {
        "tool": {
            "required": ["driver"],
            "properties": {
                "driver": {
                    "required": ["name"],
                    "properties": {
                        "name": TEXT,
                        "semanticVersion": TEXT,
                        "rules": {"items": RULE, "unique": True},
                    },
                }
            },
        },
        "columnKind": {"type": str, "enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "originalUriBaseIds": {"additional": LOCATION},
        "results": {"items": RESULT},
    },
}
LOG: Final = {
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": str, "format": "uri"},
        "version": {"type": str, "enum": ["2.1.0"]},
        "runs": {"items": RUN},
    },
}


def faults_of(value: Any, schema: dict[str, Any] = LOG, path: str = "log") -> list[str]:
    """Return what a value has against a schema. An object with other properties than are listed is at fault."""
    if "items" in schema:
        is_doubled = "unique" in schema and len({str(item) for item in value}) < len(value)
        found = [f"{path} holds something twice"] if is_doubled else []
        return found + [
            row for at, item in enumerate(value) for row in faults_of(item, schema["items"], f"{path}[{at}]")
        ]
    if "properties" in schema or "additional" in schema:
        return _faults_of_object(value, schema, path)
    if type(value) is not schema["type"]:
        return [f"{path} is a {type(value).__name__}"]
    if value not in schema.get("enum", [value]) or ("minimum" in schema and value < schema["minimum"]):
        return [f"{path} is {value!r}"]
    return _faults_of_uri(value, schema.get("format"), path)


def _faults_of_object(value: dict[str, Any], schema: dict[str, Any], path: str) -> list[str]:
    known = schema.get("properties", {})
    found = [f"{path} lacks {name}" for name in schema.get("required", ()) if name not in value]
    for name, item in value.items():
        below = known.get(name, schema.get("additional"))
        if below is None:
            found.append(f"{path} has {name}")
        else:
            found += faults_of(item, below, f"{path}.{name}")
    return found


def _faults_of_uri(value: Any, kind: str | None, path: str) -> list[str]:
    if kind is None:
        return []
    is_odd = not value.isascii() or " " in value or "\\" in value or (kind == "uri" and not urlsplit(value).scheme)
    return [f"{path} is no {kind}: {value}"] if is_odd else []
