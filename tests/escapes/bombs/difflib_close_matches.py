# expect: stopped
import difflib
async def main():
    "use workflow"
    return difflib.get_close_matches("a" * 3000, ["a" * 2999 + str(i) for i in range(1000)])
