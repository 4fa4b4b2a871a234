# expect: stopped RecursionError
import contextlib
@contextlib.contextmanager
def managed():
    try: yield
    except ArithmeticError: pass
    finally: return_value()
def return_value(): raise ValueError


async def main():
    "use workflow"
    def deep(): deep()
    try:
        with managed(): deep()
    except ValueError: return "swallowed"
