# expect: refused refused-attribute
class E(Exception): pass
async def main():
    "use workflow"
    e = E()
    vars(e)["__traceback__"] = 1
    return e.__traceback__
