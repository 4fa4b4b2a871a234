# expect: harmless None
class A: pass
async def main():
    "use workflow"
    vars(A)["__del__"] = print
