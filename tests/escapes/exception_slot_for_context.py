# expect: refused refused-name
class Mine(Exception):
    __slots__ = ("__context__",)


async def main():
    "use workflow"
