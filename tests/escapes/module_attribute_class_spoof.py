# expect: refused refused-name
class A:
    __module__ = "builtins"
    __qualname__ = "dict"
async def main():
    "use workflow"
    A.x = 1
    return repr(A)
