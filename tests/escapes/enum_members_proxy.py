# expect: stopped TypeError
from enum import Enum
class E(Enum):
    A = 1
async def main():
    "use workflow"
    E.__members__["B"] = 2
