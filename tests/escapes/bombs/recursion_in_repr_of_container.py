# expect: stopped
class A:
    def __repr__(self): return repr([self])
async def main():
    "use workflow"
    try: return str([A()])
    except Exception: return "swallowed"
