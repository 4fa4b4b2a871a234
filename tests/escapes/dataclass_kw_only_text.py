# expect: stopped TypeError
from dataclasses import dataclass
import dataclasses
@dataclass
class D:
    _: "dataclasses.KW_ONLY"
    x: "typing.ClassVar[open('/etc/passwd')]" = 1
async def main():
    "use workflow"
    return D(x=2)
