# expect: stopped RecursionError
async def main():
    "use workflow"
    def deep(): deep()
    try:
        try: deep()
        finally: raise ValueError
    except ValueError: return "swallowed"
