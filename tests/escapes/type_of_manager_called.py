# expect: harmless 1
import contextlib
@contextlib.contextmanager
def managed(): yield 1


async def main():
    "use workflow"
    with type(managed())(managed.__name__ and (lambda: iter([1])), (), {}) as found: return found
