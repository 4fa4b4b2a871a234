# expect: stopped
import pprint


async def main():
    "use workflow"
    x = []
    for _ in range(60): x = [x, x]
    return len(pprint.pformat(x))
