# expect: stopped
async def main():
    "use workflow"
    def d(): yield from d()
    try: return next(d(), "default")
    except Exception: return "swallowed"
