# expect: stopped
class A:
    @property
    def x(self): raise AttributeError
    def __getattr__(self, n): return self.x
async def main():
    "use workflow"
    return hasattr(A(), "y"), getattr(A(), "z", 1)
