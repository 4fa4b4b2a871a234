# expect: refused refused-attribute
from contextlib import ExitStack
async def main():
    "use workflow"
    s = ExitStack()
    return s.callback(print).__wrapped__
