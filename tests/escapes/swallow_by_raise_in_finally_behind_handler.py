# expect: stopped RecursionError
async def main():
    "use workflow"
    def deep(): deep()
    try:
        try: 1 / 0
        except ZeroDivisionError: deep()
        finally: raise ValueError
    except ValueError: return "swallowed"
