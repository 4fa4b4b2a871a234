# expect: harmless True
LETTERS = "zyxwvutsrqponmlkjihgfedcba"
class Spy:
    def __eq__(self, other):
        self.seen = other | {"A"}
        return True


async def main():
    "use workflow"
    spy = Spy()
    "z" in dict.fromkeys(LETTERS).keys() == spy
    return list(spy.seen) == [*LETTERS, "A"]
