# expect: harmless '<function f> is not a valid Color'
import enum
class Color(enum.Enum): A = 1
def f(): pass


async def main():
    "use workflow"
    try: Color(f)
    except ValueError as e: return e.args[0]
