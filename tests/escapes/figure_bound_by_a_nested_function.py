# expect: harmless '<function print>'
async def main():
    "use workflow"
    n = 1
    def change():
        nonlocal n
        n = print
    change()
    return f"{n}"
