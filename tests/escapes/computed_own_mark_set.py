# expect: stopped AccessRefused
class C: pass


async def main():
    "use workflow"
    setattr(C, ".own", 1)
