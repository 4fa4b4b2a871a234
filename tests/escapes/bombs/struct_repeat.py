# expect: stopped
async def main():
    "use workflow"
    import struct
    return struct.pack('999999999x')
