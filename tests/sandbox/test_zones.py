"""The rules of time zones in a body: those of the tzdata package, whatever the machine has."""

from __future__ import annotations

import importlib.resources
import zoneinfo
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.sandbox.replays import result_of
from tests.sandbox.running import body_source

BERLIN = datetime(2024, 7, 1, 12, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))


@pytest.fixture
def machine_whose_berlin_is_in_japan(tmp_path: Path) -> Iterator[None]:
    """A machine with rules of its own, which the process prefers over those of the package."""
    forged = tmp_path / "Europe" / "Berlin"
    forged.parent.mkdir()
    tokyo = importlib.resources.files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo")
    forged.write_bytes(tokyo.read_bytes())
    zoneinfo.reset_tzpath([str(tmp_path)])
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()
    zoneinfo.ZoneInfo.clear_cache()


@pytest.mark.usefixtures("machine_whose_berlin_is_in_japan")
def test_values_from_outside_have_the_rules_of_the_package() -> None:
    moment = datetime(2024, 7, 1, 12, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
    assert moment.isoformat().endswith("+09:00")
    source = body_source("return [moment.isoformat(), moment.timetz().tzinfo is moment.tzinfo, moment]")
    text, _, back = result_of(source.replace("main()", "main(moment)"), moment)
    assert text == "2024-07-01T12:00:00+02:00"
    assert back == moment, "outside, the zone is the machine's again"


def test_zone_of_a_value_from_outside_is_the_one_that_the_body_names() -> None:
    source = body_source(
        """
        from zoneinfo import ZoneInfo
        here = moment.replace(tzinfo=ZoneInfo("Europe/Berlin"))
        return [moment.tzinfo is here.tzinfo, moment.tzinfo.key, moment - here]
        """
    )
    is_same, key, apart = result_of(source.replace("main()", "main(moment)"), BERLIN)
    assert (is_same, key, apart.total_seconds()) == (True, "Europe/Berlin", 0)
