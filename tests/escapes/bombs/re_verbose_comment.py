# expect: stopped
import re
async def main():
    "use workflow"
    return re.compile("(?x)" + "#" * 1_000_000)
