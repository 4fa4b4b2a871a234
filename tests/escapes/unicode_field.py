# expect: refused refused-name
from dataclasses import dataclass
@dataclass
class C:
    gi_ｆrame: object


async def main():
    "use workflow"
    return C
