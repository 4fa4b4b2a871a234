# expect: refused refused-method
import copy
class A:
    def __reduce_ex__(self, p): return eval, ("1",)
async def main():
    "use workflow"
    return copy.copy(A())
