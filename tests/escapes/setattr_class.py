# expect: stopped AccessRefused
class C: pass


async def main():
    "use workflow"
    setattr(C(), "__class__", int)
