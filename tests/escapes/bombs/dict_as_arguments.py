# expect: stopped
def f(**a): pass
async def main():
    "use workflow"
    d = {f'a{i}': i for i in range(300_000)}
    while True: f(**d)
