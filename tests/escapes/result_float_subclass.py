# expect: harmless [1]]
class F(float):
    def __repr__(self): return "1]"
async def main():
    "use workflow"
    return [F(1.5)]
