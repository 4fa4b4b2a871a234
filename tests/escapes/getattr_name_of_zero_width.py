# expect: stopped AccessRefused
async def main():
    "use workflow"
    return getattr(main, "__globals__\u200b", None), getattr(main, "\u005f_globals__")
