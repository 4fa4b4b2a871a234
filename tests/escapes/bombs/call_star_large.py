# expect: stopped
async def main():
    "use workflow"
    def f(*a): pass
    xs = [0] * 3_000_000
    while True: f(*xs)
