# expect: harmless True
LETTERS = "zyxwvutsrqponmlkjihgfedcba"
class Spy:
    def __eq__(self, other):
        self.seen = list(other)
        return True


async def main():
    "use workflow"
    spy = Spy()
    "z" in {"z", "y", "x", "w", "v", "u", "t", "s"} == spy
    return spy.seen == list(LETTERS[:8])
