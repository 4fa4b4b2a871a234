# expect: stopped RecursionError
async def main():
    "use workflow"
    def deep(): deep()
    try: deep()
    except: return "swallowed"
