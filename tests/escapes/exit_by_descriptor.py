# expect: stopped
class D:
    def __get__(self, instance, owner): return lambda *a: True
class S:
    def __enter__(self): pass
    __exit__ = D()


async def main():
    "use workflow"
    def deep(): deep()
    with S(): deep()
    return "swallowed"
