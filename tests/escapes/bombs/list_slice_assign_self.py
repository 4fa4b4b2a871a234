# expect: stopped
async def main():
    "use workflow"
    a = [1]
    while True: a[len(a):] = a
