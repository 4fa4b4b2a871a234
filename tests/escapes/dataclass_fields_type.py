# expect: stopped AccessRefused
import dataclasses
@dataclasses.dataclass
class C:
    a: int = 1


async def main():
    "use workflow"
    dataclasses.fields(C)[0].name = "gi_frame"
