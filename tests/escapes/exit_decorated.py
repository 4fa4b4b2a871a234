# expect: stopped RecursionError
def swallow(f): return lambda *a: True
class S:
    def __enter__(self): pass
    @swallow
    def __exit__(self, *a): pass


async def main():
    "use workflow"
    def deep(): deep()
    with S(): deep()
    return "swallowed"
