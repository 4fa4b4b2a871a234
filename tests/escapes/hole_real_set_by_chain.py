# expect: harmless True
# hole: a literal set in the middle of a comparison is compared with what comes next
class Spy:
    def __eq__(self, other):
        self.kind = type(other)
        return True


async def main():
    "use workflow"
    spy = Spy()
    "a" in {"a", "b", "c"} == spy
    return spy.kind is set
