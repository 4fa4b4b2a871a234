"""From files to bundles: the root, the imports, the text."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sandbox.running import drive, open_bundle
from vm.errors import SourceNotFound, SourceRefused
from vm.sandbox import loader
from vm.sandbox.loader import find_root, load_bundle, load_source, read_source

WORKFLOW = 'async def main():\n    "use workflow"\n    return {}\n'


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_bundle_names_files_from_the_project_root(tmp_path: Path) -> None:
    write(tmp_path, {"pyproject.toml": "", "flows/order.py": WORKFLOW.format(1)})
    bundle = load_bundle(tmp_path / "flows/order.py")
    assert bundle.entry == "flows/order.py"
    assert find_root(tmp_path / "flows/order.py") == tmp_path


def test_root_of_an_installed_package_is_where_it_is_installed(tmp_path: Path) -> None:
    installed = tmp_path / "lib" / "site-packages"
    (tmp_path / "pyproject.toml").touch()
    assert find_root(installed / "flows" / "order.py") == installed


def test_root_is_the_own_folder_when_nothing_marks_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "ROOT_MARKS", ("no such mark",))
    write(tmp_path, {"a/order.py": WORKFLOW.format(1)})
    assert load_bundle(tmp_path / "a/order.py").entry == "order.py"


def test_bundle_names_a_file_the_same_whichever_way_leads_to_it(tmp_path: Path) -> None:
    flow = WORKFLOW.format(1)
    write(tmp_path, {"flows/pyproject.toml": "", "elsewhere/pyproject.toml": "", "flows/order.py": flow})
    there = tmp_path / "elsewhere" / ".." / "flows" / "order.py"
    assert load_bundle(there) == load_bundle(tmp_path / "flows" / "order.py")
    assert find_root(there) == (tmp_path / "flows").resolve()


def test_bundle_names_a_file_outside_the_root_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, {"a/order.py": "import near\n" + WORKFLOW.format(1), "a/near.py": "", "b/x.py": ""})
    bundle = load_bundle(tmp_path / "a/order.py", root=tmp_path / "b")
    assert (bundle.entry, list(bundle.files)) == ("order.py", ["near.py", "order.py"])


PROJECT = {
    "pyproject.toml": "",
    "flows/__init__.py": "",
    "flows/order.py": (
        "import helpers\nfrom . import near\nfrom .deep.mod import VALUE\nimport shared.tools\n"
        "from shared import extra\nimport httpx\n"
        "def late():\n    import lazy\n    return lazy.NAME\n"
        'async def main():\n    "use workflow"\n'
        "    return helpers.N, near.N, VALUE, shared.tools.N, extra.N, late()\n"
        'def ship():\n    "use step"\n    import only_for_steps\n'
        'if __name__ == "__main__":\n    import only_for_scripts\n'
    ),
    "flows/helpers.py": "N = 'beside the file'\n",
    "helpers.py": "N = 'at the root'\n",
    "flows/near.py": "from .deep import mod\nfrom . import order\nN = mod.VALUE + 1\n",
    "flows/deep/__init__.py": "",
    "flows/deep/mod.py": "from ..helpers import N\nVALUE = 40\n",
    "shared/tools.py": "N = 'tools'\n",
    "shared/extra.py": "N = 'extra'\n",
    "flows/lazy.py": "NAME = __name__\n",
    "only_for_steps.py": "open('x')\n",
    "only_for_scripts.py": "",
    "unrelated.py": "",
}


def test_bundle_holds_what_the_file_reaches_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, PROJECT)
    assert list(load_bundle(tmp_path / "flows/order.py").files) == [
        "flows/__init__.py",
        "flows/deep/__init__.py",
        "flows/deep/mod.py",
        "flows/helpers.py",
        "flows/lazy.py",
        "flows/near.py",
        "flows/order.py",
        "shared/extra.py",
        "shared/tools.py",
    ]


def test_project_runs_from_its_bundle_alone(tmp_path: Path) -> None:
    write(tmp_path, PROJECT)
    body = open_bundle(load_bundle(tmp_path / "flows/order.py"))
    assert drive(body.function()) == ("beside the file", 41, 40, "tools", "extra", "lazy")


def test_hash_is_the_same_in_another_folder_with_other_line_ends(tmp_path: Path) -> None:
    text = WORKFLOW.format(1)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a/w.py").write_bytes(text.encode())
    (tmp_path / "b/w.py").write_bytes(text.replace("\n", "\r\n").encode())
    first, second = (load_bundle(tmp_path / name / "w.py", root=tmp_path / name) for name in "ab")
    assert first.hash == second.hash


def test_hash_changes_when_an_imported_file_does(tmp_path: Path) -> None:
    write(tmp_path, {"setup.py": "", "w.py": "import h\n" + WORKFLOW.format(1), "h.py": "X = 1\n"})
    before = load_bundle(tmp_path / "w.py").hash
    write(tmp_path, {"h.py": "X = 2\n"})
    assert load_bundle(tmp_path / "w.py").hash != before


@pytest.mark.parametrize("name", ["missing.py", "folder", "latin.py", "strange.py", "huge.py", "below/w.py/x.py"])
def test_source_is_not_found_when_it_is_no_readable_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(loader, "MAX_SOURCE_BYTES", 100)
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin.py").write_bytes(b"x = '\xe9'\n")
    (tmp_path / "strange.py").write_bytes(b"# coding: no-such-thing\n")
    (tmp_path / "huge.py").write_bytes(b"#" * 101)
    write(tmp_path, {"below/w.py": ""})
    with pytest.raises(SourceNotFound, match=name.rpartition("/")[2]):
        load_bundle(tmp_path / name)


def test_declared_encoding_is_honoured(tmp_path: Path) -> None:
    path = tmp_path / "w.py"
    path.write_bytes(b"# -*- coding: latin-1 -*-\nx = '\xe9'\n")
    assert "x = 'é'" in read_source(path)


def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "w.py"
    path.write_bytes(b"\xef\xbb\xbfx = 1\n")
    assert read_source(path) == "x = 1\n"


@pytest.mark.parametrize("text", ["def f(:\n", "x = 1\n\0", "x = '\udc80'\n"])
def test_source_is_refused_when_python_cannot_parse_it(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceRefused) as caught:
        load_source(text)
    assert caught.value.findings[0].file == "workflow.py"
    (tmp_path / "w.py").write_text(text, encoding="utf-8", errors="replace")


def test_file_is_refused_with_its_line_when_python_cannot_parse_it(tmp_path: Path) -> None:
    write(tmp_path, {"w.py": "x = 1\ny = (\n"})
    with pytest.raises(SourceRefused) as caught:
        load_bundle(tmp_path / "w.py")
    assert caught.value.findings[0].line == 2


def test_neighbour_that_cannot_be_read_is_left_out_or_kept_unread(tmp_path: Path) -> None:
    write(tmp_path, {"setup.py": "", "w.py": "import broken, binary\n" + WORKFLOW.format(1), "broken.py": "def (\n"})
    (tmp_path / "binary.py").write_bytes(b"\xff\xfe\x00")
    bundle = load_bundle(tmp_path / "w.py")
    assert list(bundle.files) == ["broken.py", "w.py"]
    assert drive(open_bundle(bundle).function()) == 1


def test_misused_directive_is_refused_at_load_unless_told_otherwise(tmp_path: Path) -> None:
    write(tmp_path, {"w.py": 'def f():\n    "use stepp"\n'})
    with pytest.raises(SourceRefused, match="use step"):
        load_bundle(tmp_path / "w.py")
    assert load_bundle(tmp_path / "w.py", is_checked=False).entry == "w.py"
    assert load_source('def f():\n    "use stepp"\n', is_checked=False).entry == "workflow.py"


def test_relative_import_beyond_the_root_finds_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"setup.py": "", "w.py": "def f():\n    from ... import x\n" + WORKFLOW.format(1), "x.py": ""})
    assert list(load_bundle(tmp_path / "w.py").files) == ["w.py"]
