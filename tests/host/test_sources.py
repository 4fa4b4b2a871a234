"""Sources are remembered until something on disk has changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vm.errors import SourceNotFound
from vm.host import sources
from vm.host.sources import SourceCache

TEXT = 'import helper\n\n\nasync def main():\n    "use workflow"\n    return helper.ONE\n'
OLD_S = 1_000_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "helper.py").write_text("ONE = 1\n")
    made = tmp_path / "main.py"
    made.write_text(TEXT)
    age(tmp_path)
    return made


def age(folder: Path, *, to_s: int = OLD_S) -> None:
    for path in (*folder.iterdir(), folder):
        os.utime(path, (to_s, to_s))


def test_source_of_unchanged_files_is_found_once(file: Path) -> None:
    cache = SourceCache()
    assert cache.find(file, None) is cache.find(str(file), None)
    assert cache.find(file, None, is_steps_only=True) is not cache.find(file, None)


def test_source_is_found_again_when_a_file_it_imports_has_changed(file: Path) -> None:
    cache = SourceCache()
    before = cache.find(file, None)
    file.with_name("helper.py").write_text("ONE = 2\n")
    after = cache.find(file, None)
    assert after.bundle.files["helper.py"] == "ONE = 2\n"
    assert after.bundle.hash != before.bundle.hash


def test_source_is_found_again_when_a_file_appears_beside_it(file: Path) -> None:
    cache = SourceCache()
    before = cache.find(file, None)
    file.with_name("another.py").write_text("")
    assert cache.find(file, None) is not before


def test_source_that_was_written_just_now_is_not_relied_on(file: Path) -> None:
    file.write_text(TEXT)
    cache = SourceCache()
    assert cache.find(file, None) is not cache.find(file, None)


def test_source_that_is_gone_is_not_remembered(file: Path) -> None:
    cache = SourceCache()
    cache.find(file, None)
    file.unlink()
    with pytest.raises(SourceNotFound):
        cache.find(file, None)


def test_source_text_is_read_once_for_each_way_to_use_it() -> None:
    cache = SourceCache()
    assert cache.find(TEXT, None) is cache.find(TEXT, None)
    assert cache.find(TEXT, None, is_steps_only=True) is not cache.find(TEXT, None)


def test_cache_is_bounded(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_MOST", 1)
    cache = SourceCache()
    cache.find(file, "main")
    cache.find(file, None)
    assert len(cache._known) == 1
