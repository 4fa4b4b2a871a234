# expect: stopped
class A:
    def __init__(s, x): s.x = x
    def f(s): pass
    def __hash__(s): return hash((s.x, s.x))
async def main():
    "use workflow"
    x = 1
    for _ in range(60): x = A(x).f
    return hash(x)
