# expect: stopped
import struct
async def main():
    "use workflow"
    for i in range(10**7): struct.calcsize(f"{i}s")
