# expect: stopped AccessRefused
class A: pass
async def main():
    "use workflow"
    setattr(A, "__del__", lambda s: print(s))
