# expect: stopped
from typing import Optional
async def main():
    "use workflow"
    x = Optional
    while True: x = x | x
