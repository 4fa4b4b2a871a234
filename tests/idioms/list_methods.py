async def main():
    "use workflow"
    xs = [3, 1, 2]
    xs.append(5); xs.extend([4, 4]); xs.insert(0, 9); xs.remove(4)
    popped = xs.pop(), xs.pop(0)
    ys = sorted(xs, reverse=True)
    xs.sort(); copy = xs[:]; xs.clear()
    return copy, ys, popped, xs, copy.index(3), copy.count(5), [[0] * 2 for _ in range(2)], [1, 2] < [1, 3], [] or "empty", copy.copy() is copy
