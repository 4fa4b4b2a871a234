# expect: stopped
import pprint
class A:
    def __init__(self, i): self.i = i
    def __lt__(self, o): raise TypeError
async def main():
    "use workflow"
    return len(pprint.pformat({A(i): i for i in range(100_000)}))
