# expect: refused refused-name
class E(Exception):
    __match_args__ = ("__traceback__",)


async def main():
    "use workflow"
    try: raise E
    except E as e:
        match e:
            case E(t): return t
