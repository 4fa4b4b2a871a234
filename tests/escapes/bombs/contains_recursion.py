# expect: stopped
class A:
    def __contains__(self, x): return x in self
async def main():
    "use workflow"
    return 1 in A()
