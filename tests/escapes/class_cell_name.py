# expect: refused refused-name
class C:
    def m(self): return __class__


async def main():
    "use workflow"
    return C().m()
