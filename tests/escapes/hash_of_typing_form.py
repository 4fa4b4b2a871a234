# expect: stopped
import typing


async def main():
    "use workflow"
    return hash(typing.Any)
