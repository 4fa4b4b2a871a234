# expect: stopped IndexError
from collections import defaultdict
async def main():
    "use workflow"
    d = defaultdict("{0.__class__}".format)
    return d[1]
