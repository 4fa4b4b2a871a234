# expect: stopped
import copy
class A:
    def __init__(self): self.next = None
async def main():
    "use workflow"
    a = A(); b = a
    for _ in range(5000): b.next = A(); b = b.next
    try: return copy.deepcopy(a) is a
    except Exception as e: return type(e).__name__
