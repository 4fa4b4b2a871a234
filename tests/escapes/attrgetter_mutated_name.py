# expect: stopped Refused
import operator
class S(str):
    def split(self, *a): return ["gi_frame"]
async def main():
    "use workflow"
    return operator.attrgetter(S("x"))((x for x in []))
