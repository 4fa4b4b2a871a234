# expect: stopped
async def main():
    "use workflow"
    def d(x): return d(x)
    try: return max([1, 2], key=d, default=0)
    except Exception: return "swallowed"
