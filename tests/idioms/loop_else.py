async def main():
    "use workflow"
    found = []
    for n in range(2, 10):
        for x in range(2, n):
            if n % x == 0: break
        else: found.append(n)
    i = 0
    while i < 3: i += 1
    else: found.append("done")
    return found
