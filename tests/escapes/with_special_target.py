# expect: refused refused-name
from contextlib import nullcontext


async def main():
    "use workflow"
    with nullcontext() as __builtins__: pass
