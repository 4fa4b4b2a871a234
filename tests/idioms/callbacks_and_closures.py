def make_counter(step=1):
    count = 0
    def bump():
        nonlocal count
        count += step
        return count
    return bump


async def main():
    "use workflow"
    one, five = make_counter(), make_counter(5)
    return [one(), one(), five(), one(), five()], [f(2) for f in [lambda x, n=n: x * n for n in range(3)]]
