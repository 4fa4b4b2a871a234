# expect: stopped NotOffered
import functools


async def main():
    "use workflow"
    return functools.update_wrapper
