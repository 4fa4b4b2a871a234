# expect: refused refused-attribute
class A:
    __slots__ = ("__weakref__",)
async def main():
    "use workflow"
    return A().__weakref__
