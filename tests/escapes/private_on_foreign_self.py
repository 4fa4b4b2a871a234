# expect: stopped AccessRefused
import random
class W:
    def look(self): return self._os


async def main():
    "use workflow"
    return W.look(random)
