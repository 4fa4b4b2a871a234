# expect: stopped Refused
from typing import NamedTuple


async def main():
    "use workflow"
    return NamedTuple("X", [("gi_frame", int)])
