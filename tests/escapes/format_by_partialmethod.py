# expect: stopped NotOffered
import functools
class S(str):
    go = functools.partialmethod(str.format, print)
async def main():
    "use workflow"
    return S("{0.__self__}").go()
