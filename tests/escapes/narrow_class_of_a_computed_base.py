# expect: stopped Failure
class Failure(*(MemoryError, ValueError)): pass
async def main():
    "use workflow"
    try: raise Failure
    except Failure: return "swallowed"
