# expect: refused refused-method
import copy
class A:
    def __getnewargs__(self): return (print,)
async def main():
    "use workflow"
    return copy.deepcopy(A())
