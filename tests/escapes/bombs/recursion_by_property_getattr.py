# expect: stopped
class A:
    def __getattr__(self, n): return getattr(self, n + "x")
async def main():
    "use workflow"
    return hasattr(A(), "y")
