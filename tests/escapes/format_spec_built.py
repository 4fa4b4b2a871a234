# expect: stopped AccessRefused
class F:
    def __format__(self, spec):
        return spec.format(main)
async def main():
    "use workflow"
    return format(F(), "{0.__code__}")
