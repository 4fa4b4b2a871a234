# expect: stopped AccessRefused
from dataclasses import dataclass
from typing import Any
@dataclass
class D:
    f: Any = str.format
async def main():
    "use workflow"
    return D().f("{0.__globals__}", main)
