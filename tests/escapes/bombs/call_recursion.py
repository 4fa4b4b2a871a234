# expect: stopped
class A:
    def __call__(self): return self()
async def main():
    "use workflow"
    return A()()
