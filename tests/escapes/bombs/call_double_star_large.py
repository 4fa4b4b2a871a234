# expect: stopped
async def main():
    "use workflow"
    def f(**a): pass
    d = {str(i): i for i in range(300_000)}
    while True: f(**d)
