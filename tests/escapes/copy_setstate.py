# expect: refused refused-method
import copy
class A:
    def __setstate__(self, s): s["__class__"] = dict
    x = 1
async def main():
    "use workflow"
    a = A(); a.y = 1
    return type(copy.copy(a)).__name__
