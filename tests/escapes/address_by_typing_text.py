# expect: harmless '<function f>'
import typing
def f(): pass


async def main():
    "use workflow"
    return typing.Text(f)
