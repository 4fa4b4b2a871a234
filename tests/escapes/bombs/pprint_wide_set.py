# expect: stopped
import pprint
async def main():
    "use workflow"
    return len(pprint.pformat({i: {j for j in range(50)} for i in range(20_000)}))
