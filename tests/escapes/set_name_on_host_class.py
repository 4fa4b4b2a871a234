# expect: refused refused-attribute
class D:
    def __set_name__(self, owner, name): self.owner = owner
d = D()
async def main():
    "use workflow"
    d.__set_name__(dict, "x")
    d.owner.x = 1
