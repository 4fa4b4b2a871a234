# expect: stopped RecursionError
async def main():
    "use workflow"
    def deep(): deep()
    kinds = [ValueError, RecursionError]
    try: deep()
    except tuple(kinds): return "swallowed"
