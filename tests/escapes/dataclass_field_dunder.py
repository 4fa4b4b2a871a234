# expect: refused refused-name
from dataclasses import dataclass
@dataclass
class C:
    __class__: object


async def main():
    "use workflow"
    return C
