from __future__ import annotations


async def main():
    "use workflow"
    x: unknown = 1
    return x
