# expect: stopped
async def main():
    "use workflow"
    A = object
    for i in range(100_000):
        class B(A): pass
        A = B
    return 1
