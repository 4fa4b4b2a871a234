# expect: refused refused-attribute
E = None
async def main():
    "use workflow"
    class E(Exception): pass
    E.__name__ = "x" * 100
    raise E
