# expect: stopped AttributeError
from enum import Enum
class E(Enum):
    A = 1
async def main():
    "use workflow"
    E.A._value_ = 5
    E.A.value = 6
