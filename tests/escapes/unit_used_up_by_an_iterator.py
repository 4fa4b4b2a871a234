# expect: stopped FuelExhausted
class Endless:
    def __iter__(self): return self
    def __next__(self): return 1
async def main():
    "use workflow"
    for x in Endless(): pass
