# expect: refused refused-attribute
async def main():
    "use workflow"
    def f(): pass
    f.__qualname__ = "x"
