# expect: stopped RecursionError
import contextlib
class S(contextlib.suppress): pass


async def main():
    "use workflow"
    def deep(): deep()
    with S(Exception): deep()
    return "swallowed"
