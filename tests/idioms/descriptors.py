class D:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, owner): return self.name
class C:
    attr = D()


async def main():
    "use workflow"
    return C().attr, C.attr
