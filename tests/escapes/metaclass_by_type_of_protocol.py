# expect: stopped AccessRefused
from typing import Protocol
class P(Protocol): pass


async def main():
    "use workflow"
    return type(P)("X", (), {})
