# expect: stopped NotOffered
import functools
class A:
    look = functools.partialmethod(getattr, "__class__")
async def main():
    "use workflow"
    return A().look()
