# expect: stopped
class A:
    def __len__(self): return len(self)
async def main():
    "use workflow"
    return len(A())
