# expect: refused refused-attribute
import functools
class P(functools.partial):
    def __call__(self, *a): return self.func.__self__
async def main():
    "use workflow"
    return P(print)()
