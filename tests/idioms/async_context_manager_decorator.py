from contextlib import asynccontextmanager
seen = []
@asynccontextmanager
async def opened(name):
    seen.append(f"open {name}")
    try: yield name.upper()
    finally: seen.append(f"close {name}")


async def main():
    "use workflow"
    async with opened("a") as a, opened("b") as b:
        seen.append(a + b)
    return seen
