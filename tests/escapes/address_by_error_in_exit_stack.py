# expect: harmless ['<function f> is not in list']
import contextlib
def f(): pass
seen = []
def look(kind, error, trace):
    seen.extend(error.args)
    return True


async def main():
    "use workflow"
    with contextlib.ExitStack() as stack:
        stack.push(look)
        stack.callback([].index, f)
    return seen
