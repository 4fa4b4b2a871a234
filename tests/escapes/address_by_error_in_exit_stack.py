# expect: harmless ['<function f> is not a valid Color']
import enum
class Color(enum.Enum): A = 1
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
        stack.callback(Color, f)
    return seen
