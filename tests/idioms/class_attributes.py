__all__ = ["main"]


class Plain:
    __slots__ = "only"
    __match_args__ = ("only",)
    __hash__ = None
    __doc__ = "Set by hand."

    def static():
        return "no parameters"

    def rebound(self):
        self = Other()
        self.x = 1
        return self.x

    def look(self):
        return self.__match_args__


class Other:
    x: int = 0
    count: int

    @staticmethod
    def bump(other):
        other.x += 1
        return other.x

    for index in range(2):
        pass
    else:
        last = index

    def _inner(self):
        return "inner"


class Sub(Other):
    def _inner(self):
        return super()._inner() + "!"


async def main():
    "use workflow"
    match Plain():
        case Plain():
            found = "matched"
    return (
        found,
        Plain.__doc__,
        Plain.static(),
        Plain().rebound(),
        Plain().look(),
        Other.bump(Other()),
        Other.last,
        Sub()._inner(),
    )
