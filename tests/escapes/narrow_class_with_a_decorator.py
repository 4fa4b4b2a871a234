# expect: stopped MemoryError
def other(cls): return Exception
@other
class Failure(Exception): pass
async def main():
    "use workflow"
    try: raise MemoryError
    except Failure: return "swallowed"
