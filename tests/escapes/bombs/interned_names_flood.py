# expect: stopped
async def main():
    "use workflow"
    class A: pass
    a = A()
    i = 0
    while True:
        getattr(a, "x" * 10_000 + str(i), None); i += 1
