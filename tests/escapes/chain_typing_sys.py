# expect: stopped NotOffered
import typing


async def main():
    "use workflow"
    return typing.sys
