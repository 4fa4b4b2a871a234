# expect: stopped AccessRefused
import workflow
class Failure(Exception): pass
async def main():
    "use workflow"
    vars(workflow)["Failure"] = Exception
    workflow.__dict__["Failure"] = Exception
    try: raise MemoryError
    except Failure: return "swallowed"
