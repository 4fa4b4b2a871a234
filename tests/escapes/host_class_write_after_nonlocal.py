# expect: stopped AccessRefused
from fractions import Fraction
class C:
    def mark(self):
        def inner():
            nonlocal self
            self = Fraction
        inner()
        self.x = 1


async def main():
    "use workflow"
    C().mark()
