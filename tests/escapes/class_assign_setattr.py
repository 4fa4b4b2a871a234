# expect: stopped AccessRefused
class A: pass
async def main():
    "use workflow"
    a = A()
    setattr(a, "__class__", dict)
