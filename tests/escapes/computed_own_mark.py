# expect: stopped AccessRefused
class C: pass


async def main():
    "use workflow"
    return getattr(C, ".own")
