# expect: stopped MemoryError
class Failure(Exception): pass
def swallow(Failure):
    try: raise MemoryError
    except Failure: return "swallowed"
async def main():
    "use workflow"
    return swallow(Exception)
