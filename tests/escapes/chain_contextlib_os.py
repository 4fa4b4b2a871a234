# expect: stopped NotOffered
import contextlib


async def main():
    "use workflow"
    return contextlib.os
