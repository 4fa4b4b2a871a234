class Num:
    def __init__(self, v): self.v = v
class Add:
    def __init__(self, l, r): self.l, self.r = l, r
class Show:
    def visit(self, node): return getattr(self, f"visit_{type(node).__name__.lower()}")(node)
    def visit_num(self, n): return str(n.v)
    def visit_add(self, n): return f"({self.visit(n.l)} + {self.visit(n.r)})"


async def main():
    "use workflow"
    return Show().visit(Add(Num(1), Add(Num(2), Num(3))))
