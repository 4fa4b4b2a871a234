# expect: refused refused-attribute
import functools
class A:
    @functools.cached_property
    def x(self): return 1
async def main():
    "use workflow"
    return A.x.func.__globals__, A.x.lock
