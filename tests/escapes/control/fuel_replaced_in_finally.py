# expect: stopped vm//FuelExhausted
async def main():
    "use workflow"
    try:
        while True: pass
    finally: raise ValueError('forged')
