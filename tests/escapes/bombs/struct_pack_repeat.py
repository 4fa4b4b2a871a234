# expect: stopped
import struct
async def main():
    "use workflow"
    return struct.pack("999999999x")
