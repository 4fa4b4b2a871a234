# expect: stopped
class A: pass
async def main():
    "use workflow"
    a = A()
    n = 0
    while True:
        n += 1
        setattr(a, f'a{n}', [0] * 100)
