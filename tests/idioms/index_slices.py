async def main():
    "use workflow"
    xs = list(range(10))
    xs[2:5] = ["a"]
    del xs[-2:]
    xs[::3] = [0, 0, 0] if len(xs[::3]) == 3 else xs[::3]
    return xs, xs[::-1], xs[-3:], "hello"[1:4], slice(1, None, 2).indices(6), xs[slice(0, 2)], [*range(10)[2:8:3]]
