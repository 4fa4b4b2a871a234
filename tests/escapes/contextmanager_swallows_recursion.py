# expect: stopped RecursionError
from contextlib import contextmanager
@contextmanager
def m():
    try: yield
    except BaseException: pass
async def main():
    "use workflow"
    def deep(): deep()
    with m(): deep()
    return "swallowed"
