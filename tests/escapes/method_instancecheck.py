# expect: refused refused-method
class C:
    def __instancecheck__(self, x): return True


async def main():
    "use workflow"
    return C()
