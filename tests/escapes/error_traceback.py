# expect: stopped AccessRefused
async def main():
    "use workflow"
    try: 1 / 0
    except Exception as e: return getattr(e, '__traceback__')
