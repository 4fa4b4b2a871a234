# expect: stopped
import random
async def main():
    "use workflow"
    xs = []
    while True: xs.append(random.Random(1).getstate())
