# expect: stopped RecursionError
async def main():
    "use workflow"
    def deep(): deep()
    try: deep()
    except* Exception: pass
    return "swallowed"
