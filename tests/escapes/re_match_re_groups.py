# expect: stopped AttributeError
import re
async def main():
    "use workflow"
    return re.match("a", "a").re.scanner("x")
