"""Options of steps, read into their stored form."""

from __future__ import annotations

from typing import Any

import pytest

from vm.core.codec import decode, encode
from vm.core.options import KNOWN, check_stored, parse_options
from vm.errors import BadOption


def test_every_option_has_a_stored_form_that_crosses_the_boundary() -> None:
    given: dict[str, Any] = {
        "max_retries": 0,
        "timeout": "2s",
        "max_duration": "1m",
        "backoff": 1,
        "max_backoff": 2,
        "factor": 2,
        "loop": "asyncio",
        "concurrency": 5,
        "rate_limit": "10/1m",
        "limit_key": "the bank",
        "priority": -3,
        "jitter": False,
        "max_lost": 3,
    }
    assert set(given) == set(KNOWN)
    parsed = parse_options(given)
    assert decode(encode(parsed)) == parsed
    check_stored(parsed)
    assert parsed["timeout_ms"] == 2000
    assert parsed["rate_limit"] == [10, 60_000]
    assert "limit_key" not in parse_options({"limit_key": None})


@pytest.mark.parametrize(
    ("text", "rate"), [("1/1s", [1, 1000]), ("10/s", [10, 1000]), (" 5 / 1h30m ", [5, 5_400_000]), ("2/5ms", [2, 5])]
)
def test_rate_is_a_count_and_a_time(text: str, rate: list[int]) -> None:
    assert parse_options({"rate_limit": text}) == {"rate_limit": rate}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("rate_limit", value) for value in ("", "10", "/1s", "0/1s", "ten/1s", "-1/1s", "1.5/1s", "10/", "1/0s", 10)],
        *[("rate_limit", value) for value in ("²/1s", "9" * 5000 + "/1s", "1/1s/1s", "1/fortnight", b"1/1s")],
        *[("concurrency", value) for value in (0, -1, 1.5, "5", True, 10**12)],
        *[("priority", value) for value in (1.5, "high", True, 10**12)],
        *[("limit_key", value) for value in ("", 5, "x" * 300, "a\nb")],
        *[("max_retries", value) for value in (-1, 1.0, True)],
        *[("factor", value) for value in (0.5, 101, "2")],
        *[("timeout", value) for value in (0, "0s")],
        ("loop", "uvloop"),
        ("retries", 3),
    ],
)
def test_what_an_option_cannot_be_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(BadOption, match=name):
        parse_options({name: value})


@pytest.mark.parametrize(
    "stored",
    [
        None,
        {"timeout": "2s"},
        {"timeout_ms": 0},
        {"timeout_ms": "2"},
        {"timeout_ms": 2**63},
        {"rate_limit": "10/1m"},
        {"rate_limit": [0, 1]},
        {"rate_limit": [1, 1.5]},
        {"concurrency": True},
        {"loop": "uvloop"},
        {1: 2},
    ],
)
def test_stored_options_that_no_parsing_gives_are_refused(stored: Any) -> None:
    with pytest.raises(BadOption):
        check_stored(stored)
