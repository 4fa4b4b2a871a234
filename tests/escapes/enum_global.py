# expect: harmless <enum.global_enum, for steps only>
from enum import global_enum


async def main():
    "use workflow"
    return global_enum
