# expect: stopped NotOffered
import textwrap


async def main():
    "use workflow"
    return textwrap.re
