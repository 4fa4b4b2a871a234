# expect: stopped
from collections import OrderedDict
async def main():
    "use workflow"
    d = OrderedDict.fromkeys(range(300_000))
    while True: list(reversed(d)) == list(d)
