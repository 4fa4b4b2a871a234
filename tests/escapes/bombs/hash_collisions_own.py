# expect: stopped
class A:
    def __hash__(self): return 1
async def main():
    "use workflow"
    return len({A(): 1 for i in range(20_000)})
