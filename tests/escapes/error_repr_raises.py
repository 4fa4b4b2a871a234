# expect: stopped ExceptionGroup
class E(Exception):
    def __repr__(self): raise RecursionError
async def main():
    "use workflow"
    raise ExceptionGroup("g", [E()])
