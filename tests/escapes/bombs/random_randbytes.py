# expect: stopped
import random
async def main():
    "use workflow"
    return random.randbytes(10**9)
