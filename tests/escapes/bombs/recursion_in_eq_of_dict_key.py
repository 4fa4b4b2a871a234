# expect: stopped
class A:
    def __hash__(self): return 1
    def __eq__(self, o): return {self: 1} == {A(): 1}
async def main():
    "use workflow"
    try: return {A(): 1, A(): 2}
    except Exception: return "swallowed"
