# expect: stopped vm//FuelExhausted
async def main():
    "use workflow"
    try:
        try:
            while True: pass
        finally: raise ValueError('forged')
    except ValueError as error: return type(error.__context__)('forged')
