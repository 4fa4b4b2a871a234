# expect: stopped
import re
async def main():
    "use workflow"
    return re.match(r"(?=(a+))(?=(a+))(?:\1|\2)*b", "a" * 50)
