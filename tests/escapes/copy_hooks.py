# expect: refused refused-method
import copy
class C:
    def __reduce_ex__(self, v): return (print, ("x",))


async def main():
    "use workflow"
    return copy.copy(C())
