# expect: stopped FuelExhausted
async def main():
    "use workflow"
    try:
        while True: pass
    except* Exception: pass
    return "swallowed"
