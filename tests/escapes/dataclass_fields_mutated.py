# expect: stopped AccessRefused
from dataclasses import dataclass, fields
@dataclass
class D:
    x: int = 1
async def main():
    "use workflow"
    fields(D)[0].name = "__class__"
