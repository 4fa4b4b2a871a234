# expect: stopped TypeError
from dataclasses import dataclass, field, fields
@dataclass
class D:
    x: int = field(default=1, metadata={"a": 1})
async def main():
    "use workflow"
    fields(D)[0].metadata["b"] = 2
