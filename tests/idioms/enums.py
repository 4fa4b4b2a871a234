from enum import Enum, IntFlag, auto
class Color(Enum):
    RED = 1
    BLUE = auto()
    def label(self): return self.name.lower()
class Perm(IntFlag):
    R = 1
    W = 2


async def main():
    "use workflow"
    return [c.name for c in Color], Color.RED.label(), Color(2).name, Color['RED'].value, repr(Color.RED), (Perm.R | Perm.W).value, list(Color.__members__)
