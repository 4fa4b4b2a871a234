# expect: stopped
async def main():
    "use workflow"
    t = int | str
    while True: isinstance(1.5, t)
