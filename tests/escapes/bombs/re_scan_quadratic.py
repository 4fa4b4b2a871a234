# expect: stopped
import re
async def main():
    "use workflow"
    return re.findall(r".*x", "a" * 50_000 + "\n" * 10)
