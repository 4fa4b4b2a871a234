# expect: stopped AccessRefused
import functools
class A:
    @functools.cached_property
    def x(self): return dict
async def main():
    "use workflow"
    A.x.attrname = "__class__"
    return type(A().x)
