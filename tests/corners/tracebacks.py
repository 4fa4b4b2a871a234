"""How tracebacks look changes in every version: carets, suggestions, notes, groups."""
import traceback


def fail(depth):
    if depth:
        fail(depth - 1)
    raise ValueError("deep") from KeyError("inner")


class Odd(Exception):
    def __str__(self):
        return "odd"


async def main():
    "use workflow"
    found = []
    for raising in (lambda: fail(2), lambda: 1 / 0, lambda: {}["x"], lambda: undefined, lambda: "a" + 1, lambda: fail(6)):
        try:
            raising()
        except Exception as error:
            error.add_note("noted")
            found += [traceback.format_exc(), traceback.format_exception_only(error), traceback.format_exception(error)]
    try:
        raise ExceptionGroup("group", [ValueError(1), Odd(), ExceptionGroup("inner", [KeyError("k")])])
    except ExceptionGroup as group:
        found.append(traceback.format_exc())
    return [repr(one) for one in found]
