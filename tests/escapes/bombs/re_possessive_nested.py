# expect: stopped
import re
async def main():
    "use workflow"
    return re.match(r"(?:a|aa|aaa)+$", "a" * 60 + "b")
