# expect: stopped NotOffered
import types
@types.coroutine
def f(): yield "raw"
async def main():
    "use workflow"
    return await f()
