# expect: refused refused-method
class C:
    def __mro_entries__(self, bases): return (int,)


async def main():
    "use workflow"
    return C()
