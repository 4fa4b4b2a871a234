# expect: stopped FuelExhausted
class Failure(Exception): pass
async def main():
    "use workflow"
    while True:
        try:
            while True: pass
        except Failure: pass
