from enum import Enum, IntEnum, StrEnum, Flag, auto, unique
@unique
class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    @classmethod
    def _missing_(cls, value): return cls.OPEN if value == "new" else None
class Level(IntEnum):
    LOW = 1
    HIGH = 10
class Access(Flag):
    READ = auto()
    WRITE = auto()


async def main():
    "use workflow"
    try: State("bad")
    except ValueError as error: said = str(error)
    return (State("new"), State.OPEN == "open", [s.value for s in State], Level.HIGH > Level.LOW, max(Level).name, said,
            Access.READ in (Access.READ | Access.WRITE), (Access.READ | Access.WRITE).value, State.DONE.upper(), len(State))
