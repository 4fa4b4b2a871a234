# expect: stopped TypeError
import dataclasses
@dataclasses.dataclass
class D:
    x: int = 1
async def main():
    "use workflow"
    return dataclasses.replace(D(), **{"__class__": dict})
