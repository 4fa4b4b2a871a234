# expect: stopped FuelExhausted
async def main():
    "use workflow"
    while True:
        class W:
            def look(self): return self.__qualname__
