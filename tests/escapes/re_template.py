# expect: stopped NotOffered
import re
async def main():
    "use workflow"
    return re.template("a")
