# expect: stopped
from typing import Union
async def main():
    "use workflow"
    x = Union[(int,) * 3000]
    return repr(Union[(x,) * 1_000_000])[:3]
