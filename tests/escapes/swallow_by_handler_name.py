# expect: stopped RecursionError
async def main():
    "use workflow"
    def deep(): deep()
    try:
        try: deep()
        except missing: pass
    except NameError: return "swallowed"
