# expect: harmless '<function f>'
# hole: str(object=x) and other calls of str with more than one argument are the real one's
def f(): pass


async def main():
    "use workflow"
    return str(object=f)
