# expect: stopped
import dataclasses
@dataclasses.dataclass
class P:
    a: object
    b: object


async def main():
    "use workflow"
    x = P(1, 1)
    for _ in range(60): x = P(x, x)
    return repr(x)
