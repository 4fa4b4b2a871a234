# expect: harmless '<function f>'
# hole: operator.mod formats without cleaning
import operator
def f(): pass


async def main():
    "use workflow"
    return operator.mod("%s", f)
