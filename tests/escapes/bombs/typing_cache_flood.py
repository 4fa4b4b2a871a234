# expect: stopped
from typing import Optional
async def main():
    "use workflow"
    for i in range(200_000): Optional[list[int] if i else str]
    return "ok"
