# expect: stopped AccessRefused
import typing


async def main():
    "use workflow"
    return typing.List._target
