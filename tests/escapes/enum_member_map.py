# expect: harmless 2
from enum import Enum
class E(Enum):
    A = 1
async def main():
    "use workflow"
    E._member_map_["B"] = 2
    return E["B"]
