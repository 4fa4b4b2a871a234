# expect: stopped
import trio
async def main():
    "use workflow"
    l = trio.CapacityLimiter(10**9)
    i = 0
    while True:
        l.acquire_on_behalf_of_nowait(i); i += 1
        l.statistics()
