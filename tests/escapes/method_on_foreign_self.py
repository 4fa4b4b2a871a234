# expect: stopped AccessRefused
from enum import Enum
class W:
    def mark(self): self.x = 1


async def main():
    "use workflow"
    W.mark(Enum)
