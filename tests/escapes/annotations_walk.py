# expect: refused refused-attribute
def f(a: "print.__self__"): pass
async def main():
    "use workflow"
    return f.__annotations__
