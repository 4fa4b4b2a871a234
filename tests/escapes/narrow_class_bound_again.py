# expect: stopped MemoryError
class Failure(Exception): pass
async def main():
    "use workflow"
    try: raise MemoryError
    except Failure: return "swallowed"
Failure = BaseException
