# expect: stopped NotOffered
import typing


async def main():
    "use workflow"
    return typing.ForwardRef('1')
