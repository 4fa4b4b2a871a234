# expect: stopped
import difflib
async def main():
    "use workflow"
    return difflib.SequenceMatcher(None, "ab" * 20_000, "ba" * 20_000, autojunk=False).ratio()
