# expect: stopped
async def main():
    "use workflow"
    a = [1]
    b = [2]
    while True:
        a.extend(b)
        b.extend(a)
