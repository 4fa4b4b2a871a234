from collections import deque


async def main():
    "use workflow"
    window, means = deque(maxlen=3), []
    for x in [3, 1, 4, 1, 5, 9]:
        window.append(x)
        means.append(sum(window))
    window.rotate(1); window.appendleft(0)
    return means, list(window), window.pop(), window.popleft(), deque("abc").index("b")
