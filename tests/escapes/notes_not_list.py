# expect: refused refused-attribute
class E(Exception): pass
async def main():
    "use workflow"
    e = E("x")
    e.__notes__ = main
    raise e
