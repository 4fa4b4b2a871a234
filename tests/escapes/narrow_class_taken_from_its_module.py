# expect: stopped AccessRefused
import workflow
class Failure(Exception): pass
async def main():
    "use workflow"
    try:
        del workflow.Failure
        try: raise MemoryError
        except Failure: pass
    except NameError: return "swallowed"
