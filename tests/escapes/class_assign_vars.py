# expect: harmless ('A', 'A')
class A: pass
async def main():
    "use workflow"
    a = A()
    vars(a)["__class__"] = dict
    return type(a).__name__, a.__class__.__name__
