# expect: stopped NotOffered
import functools
async def main():
    "use workflow"
    class A:
        go = functools.partialmethod(str.format, main)
    return A().go()
