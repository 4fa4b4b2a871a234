# expect: harmless 'a'
import re
class P(str):
    def __hash__(self): return 1
    def __eq__(self, o): return True
async def main():
    "use workflow"
    return re.compile(P("a")).pattern
