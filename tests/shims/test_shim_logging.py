"""`logging` in a body: loggers below one another by name, levels, adapters; all of it the run's own."""

from __future__ import annotations

import logging as real_logging

import pytest

from tests.sandbox.running import run_sandboxed

LEVELS = [0, 10, 15, 30, 50, 60, "INFO", "WARN", "FATAL", "NOTSET", "odd"]


def test_level_of_a_logger_counts_for_those_below_it(face, run):
    logging = face("logging")
    below, beside = logging.getLogger("shop.orders.new"), logging.getLogger("shopping")
    above = logging.getLogger("shop")
    above.setLevel("WARNING")
    below.info("dropped")
    beside.info("kept")
    below.setLevel(logging.DEBUG)
    below.debug("kept too")
    logging.getLogger().setLevel(logging.ERROR)
    beside.warning("dropped")
    assert run.logged == [("info", "kept"), ("debug", "kept too")]
    assert [each.getEffectiveLevel() for each in (above, below, beside)] == [30, 10, 40]
    assert (below.parent, above.parent, logging.getLogger().parent) == (above, logging.getLogger(), None)
    assert above.getChild("orders.new") is below
    assert logging.getLogger().getChild("shop") is above
    shown = [repr(each) for each in (above, beside, logging.getLogger())]
    assert shown == ["<Logger shop (WARNING)>", "<Logger shopping (ERROR)>", "<RootLogger root (ERROR)>"]


def test_disabling_drops_what_is_of_a_level_or_below(face, run):
    logging = face("logging")
    logging.disable(logging.INFO)
    for level in ("info", "warning"):
        getattr(logging, level)(level)
    logging.disable("NOTSET")
    logging.info("again")
    logging.disable()
    logging.critical("dropped")
    assert run.logged == [("warning", "warning"), ("info", "again")]


def test_levels_have_the_names_of_the_real_ones(face):
    logging = face("logging")
    assert [logging.getLevelName(level) for level in LEVELS] == [real_logging.getLevelName(level) for level in LEVELS]
    assert logging.getLevelNamesMapping() == real_logging.getLevelNamesMapping()


@pytest.mark.parametrize("level", ["LOUD", None, (0, 0)])
def test_level_that_is_none_is_refused_as_the_real_one_does(face, level):
    with pytest.raises((TypeError, ValueError)) as real:
        real_logging.Logger("a").setLevel(level)
    with pytest.raises(real.type) as ours:
        face("logging").getLogger("a").setLevel(level)
    assert str(ours.value) == str(real.value)


def test_what_is_no_level_or_name_is_refused(face):
    with pytest.raises(TypeError, match="level must be an integer"):
        face("logging").log("10", "text")
    with pytest.raises(TypeError, match="name must be a string"):
        face("logging").getLogger(7)


def test_adapter_says_what_its_author_adds():
    assert run_sandboxed("""
import logging
log = logging.getLogger("shop")

class Adapter(logging.LoggerAdapter):
    def process(self, msg, kwargs):
        return f"[{self.extra['order']}] {msg}", kwargs

async def main():
    "use workflow"
    adapter = Adapter(log, {"order": 7})
    plain = logging.LoggerAdapter(adapter, {"a": 1}, merge_extra=True)
    plain.warning("low %s", "stock")
    adapter.setLevel("INFO")
    options = plain.process("text", {"extra": {"b": 2}})
    return adapter.isEnabledFor(logging.DEBUG), plain.name, plain.getEffectiveLevel(), plain.hasHandlers(), options
""") == (False, "shop", 20, True, ("text", {"extra": {"a": 1, "b": 2}}))


def test_adapter_writes_through_its_logger(face, run):
    logging = face("logging")
    adapter = logging.LoggerAdapter(logging.getLogger("a"), {})
    for level in ("debug", "info", "warning", "error", "critical"):
        getattr(adapter, level)("%s", level)
    try:
        raise KeyError("k")
    except KeyError as error:
        adapter.exception("failed")
        adapter.log(20, "tuple", exc_info=(KeyError, error, None))
    assert run.logged[:5] == [(level, level) for level in ("debug", "info", "warning", "error", "critical")]
    assert run.logged[5:] == [("error", "failed\nKeyError: 'k'"), ("info", "tuple\nKeyError: 'k'")]
