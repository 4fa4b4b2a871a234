# expect: stopped
from collections import ChainMap
async def main():
    "use workflow"
    c = ChainMap()
    for _ in range(20_000): c = c.new_child()
    return c.get("x")
