# expect: refused refused-method
class A:
    def __mro_entries__(self, bases): return (dict,)
class B(A()): pass
async def main():
    "use workflow"
    return B.__mro__
