# expect: stopped RecursionError
Kind = RecursionError


async def main():
    "use workflow"
    def deep(): deep()
    try: deep()
    except Kind: return "swallowed"
