# expect: harmless True
# hole: views of ChainMap and of the author's mappings build real sets
from collections import ChainMap


async def main():
    "use workflow"
    return type(ChainMap({"a": 1, "b": 2}).keys() | {"z"}) is set
