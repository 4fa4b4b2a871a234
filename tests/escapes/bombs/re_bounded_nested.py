# expect: stopped
import re
async def main():
    "use workflow"
    return re.match(r"(?:a{0,30}){0,30}b", "a" * 60)
