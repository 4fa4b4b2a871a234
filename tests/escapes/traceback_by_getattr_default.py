# expect: stopped AccessRefused
async def main():
    "use workflow"
    try: 1 / 0
    except ZeroDivisionError as e: return getattr(e, "__traceback__", 3)
