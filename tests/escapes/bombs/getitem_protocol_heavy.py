# expect: stopped
class A:
    def __init__(self, a): self.a = a
    def __getitem__(self, i):
        self.a.isidentifier()
        if i > 60_000: raise IndexError
async def main():
    "use workflow"
    return len(list(A("a" * 5_000_000)))
