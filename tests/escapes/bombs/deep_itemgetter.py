# expect: stopped
from operator import itemgetter
async def main():
    "use workflow"
    x = 1
    for _ in range(500_000): x = itemgetter(x)
    x = None
    while True: pass
