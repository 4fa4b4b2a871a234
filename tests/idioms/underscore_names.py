_secret = 1
def _helper(_x, __y=2): return _x + __y
class _C:
    _v = 4


async def main():
    "use workflow"
    _, _a = 1, 2
    return _secret + _helper(1) + _C._v + _a, getattr(_C(), '_v')
