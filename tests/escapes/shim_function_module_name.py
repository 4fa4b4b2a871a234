# expect: refused refused-attribute
import random
async def main():
    "use workflow"
    return random.choice.__module__, random.choice.__self__
