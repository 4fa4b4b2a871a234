# expect: refused refused-name
from dataclasses import dataclass
@dataclass
class C:
    cr_await: object


async def main():
    "use workflow"
    return C
