class Box:
    n = 1
    s = 'a'


async def main():
    "use workflow"
    box, d, xs, i = Box(), {"k": 1}, [1, 2, 3], 7
    box.n += 4; box.s *= 3; d["k"] -= 5; xs[0] *= 9; xs[1:] += [4]; i //= 2; i **= 3; i <<= 1; i |= 1; i %= 40
    text = "%s-"
    text %= "x"
    return box.n, box.s, d, xs, i, text
