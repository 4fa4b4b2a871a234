# expect: stopped RecursionError
def kind(): raise ValueError


async def main():
    "use workflow"
    def deep(): deep()
    try:
        try: deep()
        except* kind(): pass
        finally: raise ValueError
    except ValueError: return "swallowed"
