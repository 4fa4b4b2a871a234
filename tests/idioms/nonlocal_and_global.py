total = 0
def bump():
    global total
    total += 1
    return total


async def main():
    "use workflow"
    n = 0
    def inner():
        nonlocal n
        n += 5
    inner()
    bump()
    return n, bump(), total
