# expect: harmless ('<function f> is not a valid Color',)
import enum
class Color(enum.Enum): A = 1
def f(): pass


async def main():
    "use workflow"
    try:
        try: Color(f)
        except ValueError: {}["a"]
    except KeyError as e: return e.__context__.args
