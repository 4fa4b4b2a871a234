class Celsius:
    def __init__(self, t=0): self.t = t
    @property
    def fahrenheit(self): return self.t * 9 / 5 + 32
    @fahrenheit.setter
    def fahrenheit(self, f): self.t = (f - 32) * 5 / 9
    @fahrenheit.deleter
    def fahrenheit(self): self.t = None


async def main():
    "use workflow"
    c = Celsius(100)
    before = c.fahrenheit
    c.fahrenheit = 32
    after = c.t
    del c.fahrenheit
    try: Celsius.fahrenheit.fget(Celsius(0)); c.missing
    except AttributeError as e: name = e.name
    return before, after, c.t, name
