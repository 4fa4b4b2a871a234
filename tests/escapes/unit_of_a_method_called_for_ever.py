# expect: stopped FuelExhausted
class Thing:
    def step(self): return self
async def main():
    "use workflow"
    t = Thing()
    while True: t.step().step().step()
