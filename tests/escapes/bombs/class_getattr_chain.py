# expect: stopped
class A: pass
async def main():
    "use workflow"
    x = A
    for i in range(2000):
        class B(x): pass
        x = B
    y = x()
    while True: hasattr(y, "nothing")
