# expect: stopped Refused
import typing
from collections.abc import Sized


async def main():
    "use workflow"
    typing.runtime_checkable(Sized)
