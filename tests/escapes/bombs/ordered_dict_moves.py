# expect: stopped
async def main():
    "use workflow"
    from collections import OrderedDict
    d = OrderedDict.fromkeys(range(500_000))
    while True: d.copy()
