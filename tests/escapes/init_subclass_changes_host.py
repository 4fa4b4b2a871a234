# expect: refused refused-attribute
class A:
    def __init_subclass__(cls, **k):
        for base in cls.__mro__: base.hacked = 1
class B(A, dict): pass
async def main():
    "use workflow"
    return dict.hacked
