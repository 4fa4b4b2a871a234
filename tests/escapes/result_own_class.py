# expect: refused refused-method
class A:
    def __reduce__(self): return print, ()
    def __getstate__(self): return {"x": print}
async def main():
    "use workflow"
    return A()
