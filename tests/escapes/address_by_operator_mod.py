# expect: harmless '<function f>'
import operator
def f(): pass


async def main():
    "use workflow"
    return operator.mod("%s", f)
