# expect: stopped
import re
async def main():
    "use workflow"
    return len(re.split("(a)", "a" * 3_000_000))
