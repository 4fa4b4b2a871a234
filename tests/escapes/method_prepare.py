# expect: refused refused-method
class C:
    @classmethod
    def __prepare__(cls, *a): return {}


async def main():
    "use workflow"
    return C()
