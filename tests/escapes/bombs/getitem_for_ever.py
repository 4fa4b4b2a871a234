# expect: stopped
class A:
    def __getitem__(self, i): return i
async def main():
    "use workflow"
    return list(A())
