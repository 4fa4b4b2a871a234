# expect: stopped
from enum import Flag
async def main():
    "use workflow"
    class F(Flag): A = 1; B = 2
    F2 = Flag("F2", [f"x{i}" for i in range(2000)])
    return F2((1 << 2000) - 1)
