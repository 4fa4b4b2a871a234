# expect: refused refused-method
class C:
    def __await__(self): yield self


async def main():
    "use workflow"
    return await C()
