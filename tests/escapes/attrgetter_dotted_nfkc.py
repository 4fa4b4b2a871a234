# expect: stopped AttributeError
import operator
async def main():
    "use workflow"
    return operator.attrgetter("ｇi_frame")((x for x in []))
