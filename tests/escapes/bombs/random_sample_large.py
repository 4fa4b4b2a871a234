# expect: stopped
import random
async def main():
    "use workflow"
    return len(random.sample(range(10**9), 10**8))
