# expect: harmless {'$type': 1, '$type': 2}
class S(str):
    def __eq__(self, o): return False
    def __hash__(self): return 1
async def main():
    "use workflow"
    return {S("$type"): 1, "$type": 2}
