# expect: stopped AccessRefused
import operator
async def main():
    "use workflow"
    return operator.attrgetter("gi_yieldfrom", "gi_code")((x for x in []))
