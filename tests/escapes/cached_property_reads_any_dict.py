# expect: stopped
from functools import cached_property
class C(cached_property):
    def take(self, owner, name):
        super().__set_name__(None, name)
        return super().__get__(owner)
def f(): pass


async def main():
    "use workflow"
    return C(None).take(object, "__getattribute__")(f, "__globals__")
