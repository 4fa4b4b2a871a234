# expect: stopped Refused
import dataclasses
class C: pass


async def main():
    "use workflow"
    return dataclasses.dataclass(C, weakref_slot=True)
