# expect: stopped
from enum import IntFlag
async def main():
    "use workflow"
    F = IntFlag("F", [f"x{i}" for i in range(500)])
    while True: repr(F((1 << 500) - 1))
