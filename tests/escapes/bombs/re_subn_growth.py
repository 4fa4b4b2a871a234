# expect: stopped
import re
async def main():
    "use workflow"
    return len(re.subn("", "x" * 1000, "a" * 100_000)[0])
