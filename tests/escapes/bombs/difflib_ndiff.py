# expect: stopped
import difflib
async def main():
    "use workflow"
    return len(list(difflib.ndiff([f"a{i}" * 9 for i in range(700)], [f"b{i}" * 9 for i in range(700)])))
