# expect: stopped
from typing import Protocol, runtime_checkable
@runtime_checkable
class P(Protocol):
    __match_args__ = ("send",)
async def f(): pass


async def main():
    "use workflow"
    coroutine = f()
    match coroutine:
        case P(send):
            try: send(None)
            except StopIteration: return "driven by hand"
    await coroutine
    return "no match"
