# expect: stopped RecursionError
def kind(): raise ValueError


async def main():
    "use workflow"
    def deep(): deep()
    try:
        try: deep()
        except kind(): pass
    except ValueError: return "swallowed"
