# expect: harmless {}
import functools
async def main():
    "use workflow"
    p = functools.partial(print)
    p.keywords["x"] = 1
    return functools.partial(print).keywords
