# ruff: noqa: E501 - a row that is a piece of source stays a row
"""What `check` says of a bundle."""

from __future__ import annotations

from tests.sandbox.running import body_source
from vm.sandbox.bundle import Bundle
from vm.sandbox.check import check_bundle
from vm.sandbox.loader import load_source


def codes(source: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in check_bundle(load_source(source, is_checked=False))]


def test_clean_file_has_no_findings() -> None:
    assert (
        codes(
            body_source(
                "await charge()\nreturn httpx_name", "import json\nhttpx_name = 1\ndef charge():\n    'use step'\n"
            )
        )
        == []
    )


def test_refusals_and_misused_directives_come_together() -> None:
    source = body_source("open('x')") + "def f():\n    'use stepp'\n"
    assert codes(source) == [(4, "refused-builtin"), (6, "directive-near-miss")]


def test_step_that_is_called_and_not_awaited_is_a_warning() -> None:
    source = body_source("charge()\nsleep('1h')\nx = charge()\nawait x", "def charge():\n    'use step'\n")
    assert codes(source) == [(6, "unawaited"), (7, "unawaited")]


def test_use_of_what_is_not_available_in_a_workflow_is_a_warning() -> None:
    source = body_source(
        "httpx.get('x')\nreturn np, Path, near",
        "import httpx\nimport numpy as np\nfrom pathlib import Path\nfrom . import near\nfrom __future__ import annotations\nimport vm\nif True:\n    import json\n"
        "def fetch():\n    'use step'\n    return httpx.get('y')\n",
    )
    assert codes(source) == [(15, "not-available"), (16, "not-available"), (16, "not-available")]


def test_refusal_in_a_neighbour_is_a_warning() -> None:
    bundle = Bundle(
        "w.py", {"w.py": body_source("return 1", "import other\n"), "other.py": "open('x')\n", "bad.py": "def (\n"}
    )
    assert [(finding.file, finding.code) for finding in check_bundle(bundle)] == [
        ("bad.py", "syntax-error"),
        ("other.py", "refused-builtin"),
    ]


def test_module_of_the_project_is_available() -> None:
    bundle = Bundle(
        "w.py",
        {
            "w.py": body_source("return other.x, pkg", "import other\nimport pkg.below\n"),
            "other.py": "",
            "pkg/below.py": "",
        },
    )
    assert check_bundle(bundle) == []
