# expect: stopped
async def main():
    "use workflow"
    a, b = 'x', 'y'
    while True: a, b = a + b, b + a
