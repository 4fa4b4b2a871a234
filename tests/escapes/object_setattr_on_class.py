# expect: stopped AccessRefused
class C: pass


async def main():
    "use workflow"
    object.__setattr__(C, "__bases__", (int,))
