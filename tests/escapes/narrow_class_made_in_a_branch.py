# expect: stopped MemoryError
if not __name__:
    class Failure(Exception): pass
async def main():
    "use workflow"
    try:
        try: raise MemoryError
        except Failure: pass
    except NameError: return "swallowed"
