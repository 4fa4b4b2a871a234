# expect: stopped TypeError
import math


async def main():
    "use workflow"
    try: math.nothing
    except AttributeError as e:
        assert e.obj is None
        raise TypeError from None
