# expect: stopped
class A:
    def __hash__(self): return hash((self,))
async def main():
    "use workflow"
    return {A(): 1}
