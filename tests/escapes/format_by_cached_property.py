# expect: stopped IndexError
import functools
class S(str):
    x = functools.cached_property(str.format)
async def main():
    "use workflow"
    return S("{0.__self__}").x
