# expect: refused refused-name
class C:
    def __iter__(self): yield self
    __await__ = __iter__


async def main():
    "use workflow"
    return await C()
