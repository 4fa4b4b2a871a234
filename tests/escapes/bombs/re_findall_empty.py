# expect: stopped
import re
async def main():
    "use workflow"
    return len(re.findall("", "a" * 5_000_000))
