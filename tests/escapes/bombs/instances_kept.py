# expect: stopped
class A:
    def __init__(self): self.a, self.b, self.c, self.d = [], {}, set(), {1: 2}
async def main():
    "use workflow"
    kept = []
    while True: kept.append(A())
