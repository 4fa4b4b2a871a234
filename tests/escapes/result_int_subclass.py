# expect: harmless [1, 'forged': 2]
class I(int):
    def __repr__(self): return "1, 'forged': 2"
    def __str__(self): return "1]"
async def main():
    "use workflow"
    return [I(1)]
