# expect: stopped FuelExhausted
from contextlib import suppress
async def main():
    "use workflow"
    with suppress(BaseException):
        while True: pass
    return "swallowed"
