# expect: stopped
class A:
    def __eq__(self, other): return [self] == [other]
async def main():
    "use workflow"
    a = A()
    return [a] == [A()]
