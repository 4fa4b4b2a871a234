# expect: stopped AccessRefused
class C:
    def m(self): return super().__dict__


async def main():
    "use workflow"
    return C().m()
