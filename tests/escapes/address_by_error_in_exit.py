# expect: harmless ['<function f> is not a valid Color']
import enum
class Color(enum.Enum): A = 1
def f(): pass
class S:
    def __enter__(self): return self
    def __exit__(self, kind, error, trace):
        self.args = list(error.args)
        return True


async def main():
    "use workflow"
    with S() as s: Color(f)
    return s.args
