# expect: stopped AccessRefused
import workflow
class Failure(Exception): pass
async def main():
    "use workflow"
    setattr(workflow, "Fail" + "ure", Exception)
    try: raise MemoryError
    except Failure: return "swallowed"
