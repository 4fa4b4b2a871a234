# expect: stopped
async def main():
    "use workflow"
    a = [1]
    b = [2]
    while True:
        a[:0] = b
        b[len(b):] = a
