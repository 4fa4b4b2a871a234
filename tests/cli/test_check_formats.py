"""`check` for other programs: JSON, GitHub's workflow commands, SARIF."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from tests.cli.conftest import CommandLine
from tests.cli.sarif import faults_of
from vm.errors import Finding
from vm.face.cli.checking import Report
from vm.face.cli.commands.explain import RULE_PAGES, find_pages
from vm.face.cli.reports import github_lines, sarif_document
from vm.sandbox.rules import RULES

ODD = 'import os\nasync def flow() -> str:\n    "use workflow"\n    x = "😀é"; open(x); os.sep\n'


@pytest.fixture
def odd(cli: CommandLine) -> CommandLine:
    (cli.folder / "a ü").mkdir()
    cli.write("a ü/odd, 100%.py", ODD)
    cli.write("broken.py", "def f(:\n    'use step'\n")
    return cli


def test_json_is_the_same_whichever_way_it_is_asked_for(odd: CommandLine) -> None:
    documents = [odd("check", ".", *how).document for how in (["--json"], ["--format", "json"], ["--format=json"])]
    assert documents[0] == documents[1] == documents[2]
    assert documents[0]["findings"][0] == {
        "file": "a ü/odd, 100%.py",
        "line": 4,
        "column": 15,
        "end_line": 4,
        "end_column": 19,
        "code": "refused-builtin",
        "severity": "refusal",
        "message": "open is not available in workflow code",
        "fix": "read and write files in a step",
    }


def test_two_forms_at_once_are_a_usage_error(odd: CommandLine) -> None:
    done = odd("check", ".", "--json", "--format", "sarif")
    assert (done.code, done.document["error"]["slug"]) == (2, "bad-input")


def test_github_gets_a_command_for_each_finding(odd: CommandLine) -> None:
    done = odd("check", ".", "--format", "github")
    assert done.code == 2
    assert done.out.split("\n")[:2] == [
        "::error file=a ü/odd%2C 100%25.py,line=4,col=15,endLine=4,endColumn=19,title=refused-builtin::"
        "open is not available in workflow code%0Afix: read and write files in a step",
        "::warning file=a ü/odd%2C 100%25.py,line=4,col=24,endLine=4,endColumn=26,title=not-available::"
        "os is not available in workflow code%0Afix: use os inside a step",
    ]
    assert done.out.count("\n") == 3


def test_github_text_cannot_begin_another_command() -> None:
    report = Report()
    report.add([Finding("a:b,c.py", 1, 1, "unawaited", "100%\r\n::error::x", "fix", "note", 2, 3)])
    assert list(github_lines(report)) == [
        "::notice file=a%3Ab%2Cc.py,line=1,col=1,endLine=2,title=unawaited::100%25%0D%0A::error::x%0Afix: fix"
    ]


def test_sarif_is_what_its_schema_demands(odd: CommandLine) -> None:
    done = odd("check", ".", "--format", "sarif")
    assert (done.code, faults_of(done.document)) == (2, [])
    (run,) = done.document["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(RULES)
    assert run["originalUriBaseIds"] == {"%SRCROOT%": {"uri": f"{odd.folder.as_uri()}/"}}
    assert {result["ruleId"]: result["level"] for result in run["results"]} == {
        "refused-builtin": "error",
        "not-available": "warning",
        "syntax-error": "error",
    }


def test_sarif_places_are_relative_and_columns_count_utf16(odd: CommandLine) -> None:
    result = odd("check", ".", "--format", "sarif").document["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20%C3%BC/odd%2C%20100%25.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 4, "startColumn": 16, "endLine": 4, "endColumn": 20},
    }


def test_sarif_of_a_file_elsewhere_has_its_whole_uri(odd: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    file = odd.folder / "broken.py"
    monkeypatch.chdir(odd.folder / "a ü")
    result = odd("check", str(file), "--format", "sarif").document["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": file.as_uri()}


def test_sarif_rules_carry_their_pages(odd: CommandLine) -> None:
    rules = odd("check", ".", "--format", "sarif").document["runs"][0]["tool"]["driver"]["rules"]
    rule = next(rule for rule in rules if rule["id"] == "refused-super")
    assert rule["shortDescription"] == {"text": "super can only be called."}
    assert rule["help"]["text"] == "Write `super().name(...)`."
    assert rule["help"]["markdown"] == (RULE_PAGES / "refused-super.md").read_text(encoding="utf-8")


def test_sarif_texts_hold_no_placeholders() -> None:
    report = Report()
    report.add([Finding("w.py", 1, 1, "unawaited", "{0} is odd", "write {1}")])
    (result,) = sarif_document(report, find_pages())["runs"][0]["results"]
    assert result["message"]["text"] == "{{0}} is odd. Fix: write {{1}}."


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), "2.0.0"),
        (("runs", 0, "columnKind"), "bytes"),
        (("runs", 0, "results", 0, "level"), "refusal"),
        (("runs", 0, "results", 0, "message"), {}),
        (("runs", 0, "results", 0, "severity"), "error"),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "region", "startColumn"), 0),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "artifactLocation", "uri"), "a b.py"),
        (("runs", 0, "tool", "driver", "rules", 0), {"id": 5}),
    ],
)
def test_schema_finds_what_is_wrong(path: tuple[str | int, ...], value: object, odd: CommandLine) -> None:
    document = deepcopy(odd("check", ".", "--format", "sarif").document)
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert len(faults_of(document)) == 1


def test_every_document_is_ascii(odd: CommandLine) -> None:
    assert json.loads(odd("check", ".", "--format", "sarif").out.encode("ascii"))
