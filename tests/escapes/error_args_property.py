# expect: refused refused-method
class E(Exception):
    @property
    def args(self): raise SystemError
    def __reduce__(self): raise SystemError
async def main():
    "use workflow"
    raise E
