# expect: stopped
import re
async def main():
    "use workflow"
    return re.compile("[" + "".join(chr(i) for i in range(200, 60_000) if not 0xd800 <= i < 0xe000) + "]")
