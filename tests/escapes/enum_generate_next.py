# expect: harmless 'A'
from enum import Enum, auto
class E(Enum):
    def _generate_next_value_(name, start, count, last): last.append(print); return name
    A = auto()
    B = auto()
async def main():
    "use workflow"
    return E.A.value
