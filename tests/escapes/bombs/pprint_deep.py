# expect: stopped
async def main():
    "use workflow"
    import pprint
    x = []
    for _ in range(900): x = [x]
    while True: pprint.pformat(x)
