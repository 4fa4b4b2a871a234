# expect: stopped
class S(str):
    def __str__(self): return "{0}"
class E(Exception): pass
async def main():
    "use workflow"
    e = E("x")
    e.add_note(S("y"))
    raise e
