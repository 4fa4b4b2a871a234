# expect: refused refused-method
from abc import ABC
class A(ABC):
    @classmethod
    def __subclasshook__(cls, c): return True
async def main():
    "use workflow"
    return isinstance(1, A), issubclass(dict, A)
