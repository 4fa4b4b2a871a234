# expect: stopped MemoryError
from contextlib import suppress
async def main():
    "use workflow"
    with suppress(Exception): raise MemoryError
    return "swallowed"
