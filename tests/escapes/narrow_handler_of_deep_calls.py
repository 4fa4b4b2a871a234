# expect: stopped RecursionError
class Failure(Exception): pass
def down(n):
    try: return down(n + 1)
    except Failure: return n
async def main():
    "use workflow"
    return down(0)
