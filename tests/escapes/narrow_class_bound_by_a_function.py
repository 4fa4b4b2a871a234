# expect: stopped MemoryError
class Failure(Exception): pass
def change():
    global Failure
    Failure = Exception
async def main():
    "use workflow"
    change()
    try: raise MemoryError
    except Failure: return "swallowed"
