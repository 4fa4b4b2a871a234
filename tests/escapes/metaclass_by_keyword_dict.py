# expect: refused refused-class
async def main():
    "use workflow"
    class X(**{"metaclass": type}): pass
