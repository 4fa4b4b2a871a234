# expect: harmless 'x'
class S(str):
    def encode(self, *a): return b"forged"
    def __str__(self): return "forged"
async def main():
    "use workflow"
    return S("x")
