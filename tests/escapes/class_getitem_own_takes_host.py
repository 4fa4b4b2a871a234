# expect: stopped AccessRefused
class A:
    @classmethod
    def __class_getitem__(cls, x): return getattr(x, "__code__")
async def main():
    "use workflow"
    return A[main]
