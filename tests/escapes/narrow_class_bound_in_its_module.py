# expect: stopped AccessRefused
import workflow
class Failure(Exception): pass
async def main():
    "use workflow"
    workflow.Failure = Exception
    try: raise MemoryError
    except Failure: return "swallowed"
