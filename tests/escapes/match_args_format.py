# expect: stopped
class S(str):
    __match_args__ = ("format",)
def f(): pass


async def main():
    "use workflow"
    match S("{0.__globals__}"):
        case S(fmt): return fmt(f)
