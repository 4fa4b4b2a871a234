"""Warnings tell of places, and comprehensions have frames on some Pythons; loggers tell of levels."""
import logging
import warnings


def old(level=1):
    warnings.warn("old", DeprecationWarning, stacklevel=level)


class Adapter(logging.LoggerAdapter):
    def process(self, msg, kwargs):
        return f"{self.extra} {msg}", kwargs


def attempt(function, *given, **named):
    try:
        return repr(function(*given, **named))
    except Exception as error:
        return f"{type(error).__name__} {error.args} {error}"


def enter(block):
    with block:
        with block:
            return block


def places():
    with warnings.catch_warnings(record=True) as caught:
        for level in (1, 2, 3, 4, 99):
            [
                old(level)
                for _ in range(2)
            ]
            {
                one: old(
                    level
                )
                for one in range(2)
            }
            list(old(level) for _ in range(2))
            (lambda: old(level))()
            list(map(old, [level]))
            sorted([1, 2], key=lambda one: old(
                level,
            ) or one)
        warnings.warn(
            "several"
            " lines",
            stacklevel=2,
        )
        warnings.warn(SyntaxWarning("made", lambda: 1))
        warnings.warn(Warning(old))
    return [(each.lineno, each.filename, each.category.__name__, f"{each.message} {each.message!r}") for each in caught], repr(caught[0])


async def main():
    "use workflow"
    found = list(places())
    for given in ((1,), ("x", int), ("x", 7), (None,), (b"x",), (ValueError("x"),)):
        found.append(attempt(warnings.warn, *given))
    for given in (("shout",), ("error", 7), ("error", "", 7), ("error", "(",), ("error", "", Warning, 7), ("error", "", Warning, "", -1)):
        found.append(attempt(warnings.filterwarnings, *given))
    block = warnings.catch_warnings(record=True)
    found += [attempt(enter, block), attempt(enter, block), repr(block)]
    warnings.simplefilter("error")
    found.append(attempt(old))
    warnings.resetwarnings()
    warnings.warn(f"shows {old} {found[-1:]} {object()}")

    log = logging.getLogger("shop.orders")
    found += [repr(log), repr(logging.getLogger()), repr(log.parent), repr(Adapter(log, {"b": 1, "a": {2}})), repr(Adapter)]
    Adapter(log, {"b": 1, "a": {2, "x"}}).warning("%s of %r", old, log)
    log.info("%(process)s %(thread)s %(created)s", {"process": 1, "thread": log, "created": places})
    for given in (("%d", "x"), ("%s",), ("%s", 1, 2), ("%(a)s", {"b": 1}), ("%z", 1), (None,), ({"a": {1}},)):
        found.append(attempt(log.error, *given))
    try:
        1 / 0
    except ZeroDivisionError as error:
        log.exception("failed %s", error, extra={"a": 1}, stack_info=True, stacklevel=3)
        log.error("again", exc_info=(type(error), error, None))
    for level in (0, 15, 50, 51, True, "INFO", "x", None, 1.5):
        found += [attempt(log.setLevel, level), attempt(logging.getLevelName, level), attempt(log.log, level, "at")]
    log.setLevel(logging.NOTSET)
    logging.disable("ERROR")
    log.error("dropped")
    for name in ("Formatter", "Handler", "LogRecord", "root", "basicConfig", "addLevelName", "makeLogRecord", "_nameToLevel"):
        found.append(attempt(getattr, logging, name))
    return found, logging.getLevelNamesMapping()
