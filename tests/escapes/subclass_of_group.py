# expect: stopped AccessRefused
class E(ExceptionGroup):
    def split(self, kind): return self, self


async def main():
    "use workflow"
    return E
