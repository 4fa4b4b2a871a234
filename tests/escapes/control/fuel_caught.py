# expect: stopped vm//FuelExhausted
async def main():
    "use workflow"
    try:
        while True: pass
    except BaseException as error: return type(error)('forged')
