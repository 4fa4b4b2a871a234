# expect: stopped
class A:
    def __format__(self, spec): return f'{self}'
async def main():
    "use workflow"
    return f'{A()}'
