# expect: stopped Failure
class Failure(Exception): pass
def swallow():
    class Failure(MemoryError): pass
    try: raise Failure
    except Failure: return "swallowed"
async def main():
    "use workflow"
    return swallow()
