# expect: stopped
async def main():
    "use workflow"
    return b'%9999999d' % 1
