# expect: stopped
async def main():
    "use workflow"
    a = ['x']
    while True:
        b = a
        a = a + b
