# expect: stopped
from contextlib import suppress


async def main():
    "use workflow"
    def deep(): deep()
    with suppress(Exception): deep()
    return "swallowed"
