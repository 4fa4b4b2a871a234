# expect: stopped
# hole: suppress and exit stacks swallow RecursionError and MemoryError, which handlers may not
from contextlib import suppress


async def main():
    "use workflow"
    def deep(): deep()
    with suppress(Exception): deep()
    return "swallowed"
