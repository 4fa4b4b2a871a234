# expect: refused refused-attribute
class C:
    @staticmethod
    def f(): pass


async def main():
    "use workflow"
    return staticmethod(print).__func__
