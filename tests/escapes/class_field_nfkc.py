# expect: harmless {}
class A:
    __ｓlots__ = ("__dict__",)
async def main():
    "use workflow"
    return A().__ｄict__
