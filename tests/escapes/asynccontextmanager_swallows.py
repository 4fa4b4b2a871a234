# expect: stopped RecursionError
from contextlib import asynccontextmanager
@asynccontextmanager
async def m():
    try: yield
    except BaseException: pass
async def main():
    "use workflow"
    def deep(): deep()
    async with m(): deep()
    return "swallowed"
