# expect: refused refused-attribute
import functools
p = functools.cached_property(lambda s: dict)
async def main():
    "use workflow"
    class A: pass
    p.__set_name__(A, "__class__")
    A.y = p
    return type(A().y), A().__class__
