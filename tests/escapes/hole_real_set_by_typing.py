# expect: harmless True
# hole: typing.Set(...) makes a real set, in hash order
import typing


async def main():
    "use workflow"
    return type(typing.Set("ab")) is set
