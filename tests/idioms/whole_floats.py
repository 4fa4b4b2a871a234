class Length:
    def __init__(self, metres):
        self.metres = metres

    def is_integer(self):
        return self.metres.is_integer()

    def resize(self, factor):
        return Length(self.metres * factor)


async def main():
    "use workflow"
    lengths = [Length(1.5), Length(2.0), Length(0.25).resize(8)]
    return [length.is_integer() for length in lengths], (3.0).is_integer(), (1.5).is_integer()
