# expect: stopped AccessRefused
from collections.abc import Coroutine
async def f(): pass


async def main():
    "use workflow"
    Coroutine.close(f())
