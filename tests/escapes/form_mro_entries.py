# expect: stopped
import typing, asyncio
class X(type(typing.Any)):
    asked = []
    def __init__(self): pass
    @property
    def _target(self):
        self.asked.append(1)
        return asyncio.Future if len(self.asked) > 4 else int


async def main():
    "use workflow"
    class F(X()): pass
    return F.mro()
