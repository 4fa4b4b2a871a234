# expect: stopped
def f(*a): pass
async def main():
    "use workflow"
    xs = [0] * 2_000_000
    while True: f(*xs)
