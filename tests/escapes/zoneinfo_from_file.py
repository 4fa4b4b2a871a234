# expect: refused refused-builtin
from zoneinfo import ZoneInfo
async def main():
    "use workflow"
    return ZoneInfo.from_file(open)
