# expect: stopped AccessRefused
import json
from types import SimpleNamespace


async def main():
    "use workflow"
    return SimpleNamespace(**{"_x": json})._x
