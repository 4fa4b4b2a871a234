from collections import deque


async def main():
    "use workflow"
    inbox, done = deque(), []
    def produce(n):
        for i in range(n):
            inbox.append(i)
            yield
    def consume():
        while True:
            if inbox: done.append(inbox.popleft() * 10)
            yield
    workers = [produce(3), consume()]
    for _ in range(5):
        for w in workers: next(w, None)
    return done
