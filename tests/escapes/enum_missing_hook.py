# expect: refused refused-attribute
from enum import Enum
class E(Enum):
    A = 1
    @classmethod
    def _missing_(cls, v): return cls.__class__.__call__(cls, v)
async def main():
    "use workflow"
    return E(3)
