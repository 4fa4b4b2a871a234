# expect: refused refused-attribute
def f(*, x=1): return x
async def main():
    "use workflow"
    f.__kwdefaults__ = {"x": print}
