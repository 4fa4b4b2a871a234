# expect: stopped
async def main():
    "use workflow"
    import struct
    return struct.unpack('9999999b' * 100, b'')
