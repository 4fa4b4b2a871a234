from bisect import bisect, bisect_left, insort


async def main():
    "use workflow"
    grades, xs = [60, 70, 80, 90], [1, 5, 9]
    insort(xs, 6)
    return ["FDCBA"[bisect(grades, score)] for score in (33, 99, 77, 70)], bisect_left(grades, 70), xs
