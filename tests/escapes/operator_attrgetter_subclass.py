# expect: stopped Refused
from operator import attrgetter
class S(str):
    def split(self, *a): return ["__globals__"]
def f(): pass


async def main():
    "use workflow"
    return attrgetter(S("x"))(f)
