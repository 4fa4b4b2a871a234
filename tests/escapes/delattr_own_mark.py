# expect: stopped AccessRefused
class C: pass


async def main():
    "use workflow"
    delattr(C, ".own")
